#include "io/safetensors_header.h"

#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include "io/safetensors_fields.h"
#include "io/safetensors_layout.h"
#include "io/safetensors_source.h"

namespace headscope {

namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kLengthBytes = 8;

Result<std::string_view> headerText(const SafetensorsSource& source) {
  const std::span<const std::byte> file = source.file;
  if (file.size() < kLengthBytes) {
    return failure(source.error(
        SafetensorsError::headerTooSmall, "",
        "has " + std::to_string(file.size()) + " bytes; the length of the header alone takes 8"));
  }
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  const std::string claim = "says that its header has " + std::to_string(length) + " bytes; ";
  if (length > kMaxSafetensorsHeader) {
    return failure(
        source.error(SafetensorsError::headerTooLarge, "",
                     claim + "at most " + std::to_string(kMaxSafetensorsHeader) + " are allowed"));
  }
  const std::uint64_t available = file.size() - kLengthBytes;
  if (length > available) {
    return failure(source.error(SafetensorsError::headerBeyondFile, "",
                                claim + "only " + std::to_string(available) + " follow"));
  }
  return std::string_view(reinterpret_cast<const char*>(file.data()) + kLengthBytes,
                          static_cast<std::size_t>(length));
}

}  // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> file,
                                                 const std::string& fileName) {
  const SafetensorsSource source{.file = file, .name = fileName};
  const Result<std::string_view> text = headerText(source);
  if (!text) {
    return failure(text.error());
  }
  Result<SafetensorsHeader> header = parseSafetensorsFields(*text, source);
  if (!header) {
    return header;
  }
  header->dataStart = kLengthBytes + text->size();
  if (const Result<void> layout = checkSafetensorsLayout(*header, source); !layout) {
    return failure(layout.error());
  }
  return header;
}

}  // namespace headscope
