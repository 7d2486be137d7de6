#include "command_line.h"

#include <utility>

// The only place for it: it takes more than ten seconds to compile.
#include <CLI/CLI.hpp>

#include "exit_code.h"

namespace headscope {

Option Option::required() const {
  option_->required();
  return *this;
}

Option Option::range(int least, int most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option Option::range(double least, double most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option Option::oneOf(const std::vector<std::string>& words) const {
  option_->check(CLI::IsMember(words));
  return *this;
}

Option Option::needs(Option other) const {
  option_->needs(other.option_);
  return *this;
}

Option Options::option(const std::string& name, std::string& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help)->capture_default_str());
}

Option Options::option(const std::string& name, int& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help)->capture_default_str());
}

Option Options::option(const std::string& name, double& value, const std::string& help) const {
  return Option(app_->add_option(name, value, help)->capture_default_str());
}

Option Options::option(const std::string& name, std::optional<std::string>& value,
                       const std::string& help) const {
  return Option(app_->add_option(name, value, help));
}

Option Options::flag(const std::string& name, bool& value, const std::string& help) const {
  return Option(app_->add_flag(name, value, help));
}

Options Options::exactlyOne(const std::string& name, const std::string& help) const {
  CLI::App* group = app_->add_option_group(name, help);
  group->require_option(1);
  return Options(group);
}

Options Commands::command(const std::string& name, const std::string& help,
                          std::function<int()> run) const {
  CLI::App* command = app_->add_subcommand(name, help);
  // CLI11 calls back only once everything is parsed and accepted.
  command->callback([chosen = chosen_, run = std::move(run)] { *chosen = run; });
  return Options(command);
}

Commands Commands::commands(const std::string& name, const std::string& help) const {
  CLI::App* commands = app_->add_subcommand(name, help);
  commands->require_subcommand(1);
  return {commands, chosen_};
}

CommandLine::CommandLine(const About& about)
    : app_(std::make_unique<CLI::App>(about.purpose, about.name)) {
  app_->set_version_flag("--version", about.name + " " + about.version);
  app_->require_subcommand(0, 1);
}

CommandLine::~CommandLine() = default;

Options CommandLine::options() const {
  return Options(app_.get());
}

Commands CommandLine::commands() {
  return {app_.get(), &chosen_};
}

int CommandLine::run(int argc, const char* const* argv, const std::function<int()>& withoutCommand,
                     std::ostream& out, std::ostream& err) {
  chosen_ = withoutCommand;
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way too, with 0.
    return app_->exit(error, out, err) == 0 ? kDone : kBadInput;
  }
  return chosen_();
}

}  // namespace headscope
