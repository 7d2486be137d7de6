#pragma once

#include <filesystem>
#include <iosfwd>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "catalog/fetch.h"
#include "interrupt_guard.h"
#include "progress_line.h"

namespace headscope {

enum class OutputFormat { text, json };

// The ways out of `headscope models …`: results, progress and errors, and Ctrl+C on the way in. The
// functions that print give the exit code.
class ModelsOutput {
 public:
  using Json = nlohmann::ordered_json;

  ModelsOutput(std::ostream& out, std::ostream& err, ProgressStyle style, OutputFormat format)
      : out_(out), err_(err), format_(format), progress_(err, style) {}

  bool isJson() const { return format_ == OutputFormat::json; }
  std::ostream& out() { return out_; }
  std::stop_token stopToken() const { return interrupts_.token(); }

  void showProgress(FetchStage stage, const std::string& name, std::uint64_t done,
                    std::uint64_t total);

  int printJson(const Json& json);
  int printPath(const std::string& name, const std::filesystem::path& path);
  int printVerified(const std::string& name, std::size_t files, const std::string& words);
  int printRemoved(const std::string& name);
  int printError(const Error& error);
  // What is worth knowing though all went well.
  void printNote(const std::string& note);

 private:
  std::ostream& out_;
  std::ostream& err_;
  OutputFormat format_;
  InterruptGuard interrupts_;
  ProgressLine progress_;
};

}  // namespace headscope
