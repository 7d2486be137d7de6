#include "text/precompiled.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "text/base64.h"
#include "text/growth.h"
#include "text/json_fields.h"

namespace headscope {
namespace {

constexpr std::size_t kLongestCluster = 5;  // bytes of one that is looked up as a whole

std::uint32_t littleEndian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

// A unit of the double array.
bool hasLeaf(std::uint32_t unit) {
  return (unit >> 8 & 1) != 0;
}
std::uint32_t label(std::uint32_t unit) {
  return unit & 0x800000FF;
}
std::uint32_t offset(std::uint32_t unit) {
  return (unit >> 10) << ((unit & 0x200) >> 6);
}
std::uint32_t leafValue(std::uint32_t unit) {
  return unit & 0x7FFFFFFF;
}

// Where the text's grapheme clusters end, in characters.
std::vector<std::size_t> clusterEnds(AlignedView text) {
  std::vector<std::size_t> ends;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  icu::UnicodeString units;
  std::vector<std::size_t> unitEnds;  // of each character
  for (const AlignedChar& character : text) {
    units.append(static_cast<UChar32>(character.c));
    unitEnds.push_back(static_cast<std::size_t>(units.length()));
  }
  if (U_FAILURE(status)) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      ends.push_back(i + 1);
    }
    return ends;
  }
  clusters->setText(units);
  std::size_t character = 0;
  for (int32_t end = clusters->next(); end != icu::BreakIterator::DONE; end = clusters->next()) {
    while (character < unitEnds.size() && unitEnds[character] <= static_cast<std::size_t>(end)) {
      ++character;
    }
    ends.push_back(character);
  }
  return ends;
}

// A character of the result, and how many typed ones more, or with a minus fewer, than its own one
// it stands for: 1 for one that is put in, -1 for one that stands for two.
struct Change {
  char32_t c = 0;
  std::ptrdiff_t added = 0;
};

void replace(AlignedView before, std::string_view after, std::vector<Change>& changes) {
  const AlignedText characters = alignedText(after);
  for (const AlignedChar& character : characters) {
    changes.push_back({.c = character.c});
  }
  const auto more =
      static_cast<std::ptrdiff_t>(characters.size()) - static_cast<std::ptrdiff_t>(before.size());
  for (std::ptrdiff_t i = 0; i < more; ++i) {
    changes[changes.size() - 1 - static_cast<std::size_t>(i)].added = 1;
  }
  if (more < 0 && !changes.empty()) {
    changes.back().added += more;  // where all was taken out, of the character before
  }
}

AlignedText changed(const AlignedText& text, const std::vector<Change>& changes) {
  AlignedText result;
  result.reserve(changes.size());
  std::size_t next = 0;
  for (const Change& change : changes) {
    TextSpan from;
    if (change.added > 0) {
      from = next == 0 ? TextSpan{} : text[next - 1].from;
    } else {
      from = text[std::min(next, text.size() - 1)].from;
      next += 1 + static_cast<std::size_t>(-change.added);
    }
    result.push_back({.c = change.c, .from = from});
  }
  return result;
}

class Precompiled : public Normalizer {
 public:
  explicit Precompiled(CharsMap map) : map_(std::move(map)) {}

  void normalize(AlignedText& text) const override {
    std::vector<Change> changes;
    bool any = false;
    std::size_t begin = 0;
    for (const std::size_t end : clusterEnds(text)) {
      const AlignedView cluster = AlignedView(text).subspan(begin, end - begin);
      begin = end;
      const std::string utf8 = toUtf8(cluster);
      if (utf8.size() <= kLongestCluster) {
        if (const auto after = map_.find(utf8)) {
          replace(cluster, *after, changes);
          checkGrowth(text.size(), changes.size());
          any = true;
          continue;
        }
      }
      for (std::size_t i = 0; i < cluster.size(); ++i) {
        const AlignedView character = cluster.subspan(i, 1);
        if (const auto after = map_.find(toUtf8(character))) {
          replace(character, *after, changes);
          checkGrowth(text.size(), changes.size());
          any = true;
        } else {
          changes.push_back({.c = character.front().c});
        }
      }
    }
    if (any) {
      text = changed(text, changes);
    }
  }

 private:
  CharsMap map_;
};

}  // namespace

std::optional<CharsMap> CharsMap::read(std::string_view bytes) {
  if (bytes.size() < 4) {
    return std::nullopt;
  }
  const std::size_t trieBytes = littleEndian(bytes, 0);
  if (trieBytes % 4 != 0 || trieBytes > bytes.size() - 4) {
    return std::nullopt;
  }
  CharsMap map;
  for (std::size_t at = 4; at < 4 + trieBytes; at += 4) {
    map.trie_.push_back(littleEndian(bytes, at));
  }
  map.strings_ = bytes.substr(4 + trieBytes);
  return map;
}

std::optional<std::string_view> CharsMap::find(std::string_view text) const {
  if (trie_.empty()) {
    return std::nullopt;
  }
  std::size_t node = offset(trie_[0]);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    node ^= byte;
    if (byte == 0 || node >= trie_.size() || label(trie_[node]) != byte) {
      return std::nullopt;
    }
    const std::uint32_t unit = trie_[node];
    node ^= offset(unit);
    if (!hasLeaf(unit)) {
      continue;
    }
    const std::size_t at = node < trie_.size() ? leafValue(trie_[node]) : strings_.size();
    if (at >= strings_.size()) {
      return std::nullopt;
    }
    const std::string_view rest = std::string_view(strings_).substr(at);
    return rest.substr(0, rest.find('\0'));
  }
  return std::nullopt;
}

Result<std::unique_ptr<Normalizer>> readPrecompiled(const JsonPart& part) {
  const auto text = part.stringAt("precompiled_charsmap");
  if (!text) {
    return failure(text.error());
  }
  const auto bytes = decodeBase64(*text);
  auto map = bytes ? CharsMap::read(*bytes) : std::nullopt;
  if (!map) {
    return part.fail(TokenizerError::badCharsMap,
                     bytes ? "the precompiled_charsmap is cut short, or is no such map"
                           : "the precompiled_charsmap is not base64");
  }
  return std::make_unique<Precompiled>(std::move(*map));
}

}  // namespace headscope
