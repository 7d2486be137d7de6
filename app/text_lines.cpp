#include "text_lines.h"

#include <algorithm>
#include <string_view>

#include "io/json.h"
#include "io/read_file.h"

namespace headscope {
namespace {

constexpr std::size_t kMaxBytes = 256u << 20;

Result<std::string> textOfLine(std::string_view line, const std::string& file, int number) {
  const std::string place = "line " + std::to_string(number);
  const auto value = parseJson(line, file, DuplicateKeys::reject);
  if (!value) {
    Error error = value.error();
    // The line is all that the parser has seen.
    constexpr std::string_view kItsPlace = "line 1";
    error.place = place + (error.place.starts_with(kItsPlace) ? error.place.substr(kItsPlace.size())
                                                              : ", " + error.place);
    return failure(std::move(error));
  }
  const nlohmann::json& text =
      value->is_object() && value->contains("text") ? value->at("text") : *value;
  if (!text.is_string()) {
    return failure({.code = TextLinesError::noText,
                    .file = file,
                    .place = place,
                    .problem = "expected a string or an object with a string \"text\", found " +
                               std::string(text.type_name()),
                    .remedy = "Write every text as a JSON string on a line of its own"});
  }
  return text.get<std::string>();
}

}  // namespace

Result<std::vector<std::string>> readTextLines(const std::filesystem::path& path) {
  const auto bytes = readFile(path, kMaxBytes);
  if (!bytes) {
    return failure(bytes.error());
  }
  std::vector<std::string> texts;
  std::string_view rest = *bytes;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    auto text = textOfLine(line, path.string(), number);
    if (!text) {
      return failure(text.error());
    }
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace headscope
