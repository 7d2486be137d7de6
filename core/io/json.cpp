#include "io/json.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "io/json_builder.h"
#include "io/read_file.h"
#include "io/text_place.h"
#include "io/utf8.h"

namespace headscope {

namespace {

constexpr std::size_t kSurrogateEscapes = 12;  // the bytes of "\uD83D\uDE00"

// The start of the object or array that is one level too many, in a text that is valid up to it.
std::size_t offsetOfLevelTooMany(std::string_view text) {
  int depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      i += c == '\\' ? 1 : 0;
      inString = c != '"';
    } else if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      if (depth == kMaxJsonDepth) {
        return i;
      }
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return text.size();
}

// The value of an escape, "\u" and four hex digits, at the start of a text; nothing where there is
// none.
std::optional<std::uint32_t> unicodeEscape(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("\\u")) {
    return std::nullopt;
  }
  std::uint32_t value = 0;
  for (const char c : text.substr(2, 4)) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * 16 + static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

bool isHighSurrogate(std::uint32_t value) {
  return value >= 0xD800 && value <= 0xDBFF;
}

bool isLowSurrogate(std::uint32_t value) {
  return value >= 0xDC00 && value <= 0xDFFF;
}

std::optional<std::size_t> firstLoneSurrogate(std::string_view text) {
  std::size_t at = text.find('\\');
  while (at != std::string_view::npos) {
    std::size_t length = 2;
    if (const auto value = unicodeEscape(text.substr(at))) {
      length = 6;
      if (isLowSurrogate(*value)) {
        return at;
      }
      if (isHighSurrogate(*value)) {
        const auto next = unicodeEscape(text.substr(at + length));
        if (!next || !isLowSurrogate(*next)) {
          return at;
        }
        length = kSurrogateEscapes;
      }
    }
    at = text.find('\\', at + length);
  }
  return std::nullopt;
}

Error jsonError(JsonError code, const std::string& file, std::string place, std::string problem,
                std::string remedy) {
  return {.code = code,
          .file = file,
          .place = std::move(place),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

Error syntaxError(std::string_view text, const std::string& file, std::size_t offset,
                  const std::string& detail) {
  return jsonError(JsonError::syntax, file, lineAndColumn(text, offset),
                   "this is not JSON: " + detail,
                   "Get the file again, or correct it at this place");
}

Error loneSurrogateError(std::string_view text, const std::string& file, std::size_t offset) {
  return jsonError(JsonError::loneSurrogate, file, lineAndColumn(text, offset),
                   std::string(text.substr(offset, 6)) +
                       " is half of a surrogate pair and stands for no character",
                   "Write the character itself, or both halves of the pair");
}

Error describeFailure(const JsonBuilder::Failure& failure, std::string_view text,
                      const std::string& file) {
  switch (failure.code) {
    case JsonError::duplicateKey:
      return jsonError(JsonError::duplicateKey, file, "key " + inQuotes(failure.detail),
                       "this key is given twice, and which one counts is not defined",
                       "Remove one of them");
    case JsonError::tooDeep:
      return jsonError(
          JsonError::tooDeep, file, lineAndColumn(text, offsetOfLevelTooMany(text)),
          "objects and arrays lie more than " + std::to_string(kMaxJsonDepth) + " levels deep",
          "Check that it is the file you meant");
    case JsonError::tooLarge:
      return jsonError(JsonError::tooLarge, file, "",
                       "has more than " + std::to_string(kMaxJsonValues) + " values",
                       "Check that it is the file you meant");
    default:
      break;
  }
  const std::size_t offset = failure.offset.value_or(0);
  const std::optional<std::size_t> lone = firstLoneSurrogate(text);
  if (lone && *lone < offset && offset <= *lone + kSurrogateEscapes) {
    return loneSurrogateError(text, file, *lone);
  }
  return syntaxError(text, file, offset, failure.detail);
}

// What nlohmann's parser would let pass: it skips a byte order mark and takes NUL for the end.
std::optional<Error> checkBytes(std::string_view text, const std::string& file) {
  if (const std::optional<std::size_t> bad = firstInvalidUtf8(text)) {
    return jsonError(JsonError::invalidUtf8, file, lineAndColumn(text, *bad),
                     inQuotes(text.substr(*bad, 1)) + " is not UTF-8",
                     "Save the file as UTF-8, or get it again");
  }
  if (text.starts_with(kByteOrderMark)) {
    return syntaxError(text, file, 0, "it starts with a byte order mark");
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return syntaxError(text, file, nul, "a NUL byte");
  }
  return std::nullopt;
}

}  // namespace

Result<nlohmann::json> parseJson(std::string_view text, const std::string& file,
                                 DuplicateKeys duplicates, JsonListedObject* listed) {
  if (std::optional<Error> error = checkBytes(text, file)) {
    return failure(std::move(*error));
  }
  JsonBuilder builder(duplicates, listed);
  if (!nlohmann::json::sax_parse(text, &builder)) {
    return failure(describeFailure(builder.failure(), text, file));
  }
  return builder.takeDocument();
}

Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, DuplicateKeys duplicates,
                                    std::size_t maxBytes, JsonListedObject* listed) {
  const Result<std::string> text = readFile(path, maxBytes);
  if (!text) {
    Error error = text.error();
    error.code = error.code == IoError::tooLarge ? JsonError::tooLarge : JsonError::cannotRead;
    return failure(std::move(error));
  }
  return parseJson(*text, path.string(), duplicates, listed);
}

}  // namespace headscope
