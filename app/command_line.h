#pragma once

#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace headscope {

// What a program takes from its command line. All but CommandLine are handles: cheap to copy, good
// as long as the CommandLine is. Parsing writes into the values that options were given, so those
// must live as long too; a command's function may own them.

// An option, to say what it accepts.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option required() const;
  Option range(int least, int most) const;  // both are accepted
  Option range(double least, double most) const;
  Option oneOf(const std::vector<std::string>& words) const;
  Option needs(Option other) const;  // is refused where the other is not given

 private:
  CLI::Option* option_;
};

// The options of a command, or of a group in it.
class Options {
 public:
  explicit Options(CLI::App* app) : app_(app) {}

  // "--name VALUE", or, where the name has no dashes, an argument known by its place. The value
  // stays as it is where the option is not given; --help shows it, unless it is empty.
  Option option(const std::string& name, std::string& value, const std::string& help) const;
  Option option(const std::string& name, int& value, const std::string& help) const;
  Option option(const std::string& name, double& value, const std::string& help) const;
  // Tells an empty text from none.
  Option option(const std::string& name, std::optional<std::string>& value,
                const std::string& help) const;
  // "--name" makes it true.
  Option flag(const std::string& name, bool& value, const std::string& help) const;
  // A group, of whose options one must be given, and no other.
  Options exactlyOne(const std::string& name, const std::string& help) const;

 private:
  CLI::App* app_;
};

// The commands of a program, or below one of its commands. One at most can be chosen.
class Commands {
 public:
  Commands(CLI::App* app, std::function<int()>* chosen) : app_(app), chosen_(chosen) {}

  // Where the user chooses it, CommandLine::run calls the function, which gives the exit code.
  Options command(const std::string& name, const std::string& help, std::function<int()> run) const;
  // A command that does nothing by itself: one of those below it must be chosen.
  Commands commands(const std::string& name, const std::string& help) const;

 private:
  CLI::App* app_;
  std::function<int()>* chosen_;
};

struct About {
  std::string name;
  std::string purpose;
  std::string version;
};

// A program's command line, with --help everywhere and --version.
class CommandLine {
 public:
  explicit CommandLine(const About& about);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine();

  Options options() const;  // of the program itself
  Commands commands();

  // Parses, calls the chosen command's function, or the one given where none is chosen, and gives
  // its exit code. Calls none for --help and --version, which are printed to out, kDone, nor for
  // words that are not accepted, of which err tells, kBadInput.
  int run(int argc, const char* const* argv, const std::function<int()>& withoutCommand,
          std::ostream& out = std::cout, std::ostream& err = std::cerr);

 private:
  std::unique_ptr<CLI::App> app_;
  std::function<int()> chosen_;
};

}  // namespace headscope
