#include "models_output.h"

#include <ostream>

#include "exit_code.h"

namespace headscope {

namespace {

constexpr int kSignalBase = 128;

const char* nameOf(FetchStage stage) {
  switch (stage) {
    case FetchStage::waiting:
      return "Waiting for another fetch of ";
    case FetchStage::downloading:
      return "Downloading ";
    case FetchStage::extracting:
      return "Unpacking ";
    case FetchStage::verifying:
      return "Checking ";
  }
  return "";
}

}  // namespace

void ModelsOutput::showProgress(FetchStage stage, const std::string& name, std::uint64_t done,
                                std::uint64_t total) {
  progress_.show(nameOf(stage) + name, done, total);
}

int ModelsOutput::printJson(const Json& json) {
  progress_.finish();
  out_ << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  return kDone;
}

int ModelsOutput::printPath(const std::string& name, const std::filesystem::path& path) {
  if (isJson()) {
    return printJson({{"name", name}, {"path", path.string()}});
  }
  progress_.finish();
  out_ << path.string() << '\n';
  return kDone;
}

int ModelsOutput::printVerified(const std::string& name, std::size_t files,
                                const std::string& words) {
  if (isJson()) {
    return printJson({{"name", name}, {"files", files}, {"verified", true}});
  }
  progress_.finish();
  out_ << name << ": " << files << " files, " << words << '\n';
  return kDone;
}

int ModelsOutput::printRemoved(const std::string& name) {
  if (isJson()) {
    return printJson({{"name", name}, {"removed", true}});
  }
  out_ << "Removed " << name << '\n';
  return kDone;
}

int ModelsOutput::printError(const Error& error) {
  progress_.finish();
  err_ << "headscope: " << describe(error) << '\n';
  if (interrupts_.signalNumber() != 0) {
    return kSignalBase + interrupts_.signalNumber();
  }
  return exitCodeOf(error);
}

void ModelsOutput::printNote(const std::string& note) {
  progress_.finish();
  err_ << "headscope: " << note << '\n';
}

}  // namespace headscope
