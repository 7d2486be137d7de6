#include "io/gguf_values.h"

#include <array>
#include <limits>
#include <utility>

#include "io/text_place.h"

namespace headscope {
namespace {

constexpr std::size_t kLongestKey = 65535;

// The kinds of values, numbered as the format has them.
enum class GgufKind : std::uint32_t {
  u8,
  i8,
  u16,
  i16,
  u32,
  i32,
  f32,
  flag,
  text,
  array,
  u64,
  i64,
  f64,
};

// Of the smallest value of a kind, in the order of the kinds; a text has its length at least.
constexpr std::array<std::uint64_t, 13> kLeastBytes = {1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};

// A whole number, or a real one where it has more than 63 bits.
std::variant<std::int64_t, double> readNumber(GgufCursor& cursor, GgufKind kind) {
  switch (kind) {
    case GgufKind::u8:
      return std::int64_t{cursor.number<std::uint8_t>()};
    case GgufKind::i8:
      return std::int64_t{cursor.number<std::int8_t>()};
    case GgufKind::u16:
      return std::int64_t{cursor.number<std::uint16_t>()};
    case GgufKind::i16:
      return std::int64_t{cursor.number<std::int16_t>()};
    case GgufKind::u32:
      return std::int64_t{cursor.number<std::uint32_t>()};
    case GgufKind::i32:
      return std::int64_t{cursor.number<std::int32_t>()};
    case GgufKind::i64:
      return cursor.number<std::int64_t>();
    case GgufKind::f32:
      return double{cursor.number<float>()};
    case GgufKind::f64:
      return cursor.number<double>();
    default: {
      const auto value = cursor.number<std::uint64_t>();
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return static_cast<double>(value);
      }
      return static_cast<std::int64_t>(value);
    }
  }
}

bool readFlag(GgufCursor& cursor) {
  const auto flag = cursor.number<std::uint8_t>();
  if (flag > 1) {
    cursor.fail(GgufError::badFlag, "a truth value must be 0 or 1, found " + std::to_string(flag));
  }
  return flag == 1;
}

bool isReal(GgufKind kind) {
  return kind == GgufKind::f32 || kind == GgufKind::f64;
}

class ValueReader {
 public:
  explicit ValueReader(GgufCursor& cursor) : cursor_(cursor) {}

  GgufValue value() {
    const GgufKind kind = readKind();
    switch (kind) {
      case GgufKind::flag:
        return readFlag(cursor_);
      case GgufKind::text:
        return std::string(cursor_.text());
      case GgufKind::array:
        return array();
      default:
        return std::visit([](auto number) { return GgufValue(number); }, readNumber(cursor_, kind));
    }
  }

 private:
  GgufKind readKind() {
    const auto kind = cursor_.number<std::uint32_t>();
    if (kind >= kLeastBytes.size()) {
      cursor_.fail(GgufError::unknownValueType,
                   "its values are of type " + std::to_string(kind) + ", which is not known");
      return GgufKind::u8;
    }
    return static_cast<GgufKind>(kind);
  }

  GgufArray array() {
    const GgufKind kind = readKind();
    if (kind == GgufKind::array) {
      cursor_.fail(GgufError::nestedArray, "arrays of arrays are not supported");
      return {};
    }
    const std::uint64_t size = cursor_.count(kLeastBytes[static_cast<std::size_t>(kind)],
                                             "elements", GgufError::tooManyElements);
    if (size > kMostGgufElements - elements_) {
      cursor_.fail(GgufError::tooManyElements, "it has " + std::to_string(size) +
                                                   " elements; all arrays together may have " +
                                                   std::to_string(kMostGgufElements));
      return {};
    }
    elements_ += size;
    if (kind == GgufKind::text) {
      return filled<std::string>(size, [this] { return std::string(cursor_.text()); });
    }
    if (kind == GgufKind::flag) {
      return filled<std::int64_t>(size, [this] { return std::int64_t{readFlag(cursor_)}; });
    }
    if (isReal(kind)) {
      return filled<double>(size, [&] { return std::get<double>(readNumber(cursor_, kind)); });
    }
    return filled<std::int64_t>(size, [&] {
      const auto number = readNumber(cursor_, kind);
      const auto* whole = std::get_if<std::int64_t>(&number);
      return whole != nullptr ? *whole : std::numeric_limits<std::int64_t>::max();
    });
  }

  template <typename Element, typename Read>
  std::vector<Element> filled(std::uint64_t size, const Read& read) {
    std::vector<Element> elements;
    elements.reserve(static_cast<std::size_t>(size));
    for (std::uint64_t i = 0; i < size && cursor_.good(); ++i) {
      elements.push_back(read());
    }
    return elements;
  }

  GgufCursor& cursor_;
  std::uint64_t elements_ = 0;  // of all arrays so far
};

}  // namespace

std::unordered_map<std::string, GgufValue> readGgufMetadata(GgufCursor& cursor,
                                                            std::uint64_t count) {
  std::unordered_map<std::string, GgufValue> metadata;
  ValueReader reader(cursor);
  for (std::uint64_t i = 0; i < count && cursor.good(); ++i) {
    cursor.setPlace("metadata entry " + std::to_string(i));
    std::string key(cursor.text());
    if (cursor.good() && (key.empty() || key.size() > kLongestKey)) {
      cursor.fail(GgufError::badKey, "its key has " + std::to_string(key.size()) +
                                         " bytes; expected 1 to " + std::to_string(kLongestKey));
    }
    cursor.setPlace("metadata " + inQuotes(key));
    GgufValue value = reader.value();
    if (cursor.good() && !metadata.emplace(std::move(key), std::move(value)).second) {
      cursor.fail(GgufError::duplicateKey, "the key stands twice");
    }
  }
  return metadata;
}

}  // namespace headscope
