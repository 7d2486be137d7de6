#include "io/gguf_header.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <unordered_set>
#include <utility>

#include "io/gguf_cursor.h"
#include "io/gguf_values.h"
#include "io/git_lfs.h"
#include "io/tensor_shape.h"
#include "io/text_place.h"

namespace headscope {
namespace {

constexpr std::uint32_t kMagic = 0x46554747;               // "GGUF"
constexpr std::uint64_t kLeastEntry = 8 + 1 + 4 + 1;       // key of one byte, kind, value
constexpr std::uint64_t kLeastTensor = 8 + 1 + 4 + 4 + 8;  // name of one byte, no dimensions
constexpr std::size_t kLongestName = 63;
constexpr std::uint32_t kMostDimensions = 4;
constexpr std::uint64_t kMostFileBytes = std::numeric_limits<std::int64_t>::max();

void readStart(GgufCursor& cursor, bool isPointer) {
  if (cursor.number<std::uint32_t>() != kMagic) {
    cursor.fail(GgufError::notGguf, "does not begin with the letters GGUF",
                isPointer ? kGitLfsRemedy : "Open a GGUF file, or the folder of a model");
  }
  const auto version = cursor.number<std::uint32_t>();
  if (version != 0 && (version & 0xFFFFU) == 0) {
    cursor.fail(GgufError::otherByteOrder, "is big-endian, for other processors than this one",
                "Get or convert a little-endian file");
  } else if (version != 2 && version != 3) {
    cursor.fail(GgufError::unsupportedVersion,
                "is of version " + std::to_string(version) + "; versions 2 and 3 are read",
                "Convert the model anew with llama.cpp's convert_hf_to_gguf.py");
  }
}

// How many tensors or entries of metadata there are.
std::uint64_t readCount(GgufCursor& cursor, std::uint64_t leastBytes, const char* what) {
  const std::uint64_t count = cursor.count(leastBytes, what, GgufError::tooManyEntries);
  if (count > kMostGgufEntries) {
    cursor.fail(GgufError::tooManyEntries, "says that it has " + std::to_string(count) + " " +
                                               what + "; at most " +
                                               std::to_string(kMostGgufEntries) + " are read");
  }
  return count;
}

std::uint64_t alignmentOf(const GgufHeader& header, GgufCursor& cursor) {
  constexpr std::uint64_t kDefault = 32;
  const auto found = header.metadata.find("general.alignment");
  if (found == header.metadata.end()) {
    return kDefault;
  }
  const auto* whole = std::get_if<std::int64_t>(&found->second);
  const std::uint64_t alignment = whole == nullptr ? 0 : static_cast<std::uint64_t>(*whole);
  if (alignment < 8 || alignment > kMostGgufAlignment || !std::has_single_bit(alignment)) {
    cursor.setPlace("metadata 'general.alignment'");
    cursor.fail(GgufError::badAlignment,
                "expected a power of two from 8 to " + std::to_string(kMostGgufAlignment));
    return kDefault;
  }
  return alignment;
}

void refuseParts(const GgufHeader& header, GgufCursor& cursor) {
  const auto found = header.metadata.find("split.count");
  const auto* parts =
      found == header.metadata.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
  if (parts != nullptr && *parts > 1) {
    cursor.setPlace("metadata 'split.count'");
    cursor.fail(GgufError::splitFile, "this is one of " + std::to_string(*parts) + " files",
                "Join them with llama.cpp's llama-gguf-split --merge and open the whole");
  }
}

// `begin` is still counted from the start of the data.
GgufTensor readTensor(GgufCursor& cursor) {
  GgufTensor tensor;
  tensor.name = cursor.text();
  if (cursor.good() && (tensor.name.empty() || tensor.name.size() > kLongestName)) {
    cursor.fail(GgufError::badTensorName, "its name has " + std::to_string(tensor.name.size()) +
                                              " bytes; expected 1 to " +
                                              std::to_string(kLongestName));
  }
  cursor.setPlace("tensor " + inQuotes(tensor.name));
  const auto dimensions = cursor.number<std::uint32_t>();
  if (dimensions > kMostDimensions) {
    cursor.fail(GgufError::badDimensions, "it has " + std::to_string(dimensions) +
                                              " dimensions; at most " +
                                              std::to_string(kMostDimensions) + " are allowed");
  }
  for (std::uint32_t i = 0; i < dimensions && cursor.good(); ++i) {
    const auto length = cursor.number<std::int64_t>();
    if (length < 0) {
      cursor.fail(GgufError::badDimensions, "dimension " + std::to_string(i) + " is negative");
    }
    tensor.shape.push_back(static_cast<std::uint64_t>(length));
  }
  std::reverse(tensor.shape.begin(), tensor.shape.end());
  tensor.type = static_cast<GgmlType>(cursor.number<std::uint32_t>());
  tensor.begin = cursor.number<std::uint64_t>();
  return tensor;
}

// The bytes that a tensor takes.
std::uint64_t sizeOf(const GgufTensor& tensor, GgufCursor& cursor) {
  const auto layout = layoutOf(tensor.type);
  if (!layout) {
    cursor.fail(GgufError::unknownTensorType,
                "its type is " + std::to_string(static_cast<std::uint32_t>(tensor.type)) +
                    ", which is not known",
                "Get the model in a type that is read here: " + readableGgmlTypes());
    return 0;
  }
  const std::uint64_t row = tensor.shape.empty() ? 1 : tensor.shape.back();
  if (row % layout->elements != 0) {
    cursor.fail(GgufError::unevenRows, "its rows of " + std::to_string(row) +
                                           " are no whole blocks of " +
                                           std::to_string(layout->elements) + ", as " +
                                           std::string(layout->name) + " has them");
    return 0;
  }
  const auto elements = elementCount(tensor.shape);
  const std::uint64_t blocks = elements ? *elements / layout->elements : 0;
  if (!elements || blocks > kMostFileBytes / layout->bytes) {
    cursor.fail(GgufError::sizeOverflow, "shape " + shapeText(tensor.shape) + " of " +
                                             std::string(layout->name) +
                                             " is more than any file can have");
    return 0;
  }
  return blocks * layout->bytes;
}

// Turns offsets in the data into bytes of the file.
void placeTensors(GgufHeader& header, std::uint64_t fileBytes, std::uint64_t alignment,
                  GgufCursor& cursor) {
  const auto padded = [alignment](std::uint64_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
  };
  const std::uint64_t start = padded(cursor.at());
  std::uint64_t next = 0;  // where the next tensor must begin, from `start`
  for (GgufTensor& tensor : header.tensors) {
    cursor.setPlace("tensor " + inQuotes(tensor.name));
    const std::uint64_t bytes = sizeOf(tensor, cursor);
    if (cursor.good() && tensor.begin != next) {
      cursor.fail(GgufError::badOffset, "its bytes begin at " + std::to_string(tensor.begin) +
                                            " of the data; expected " + std::to_string(next) +
                                            ", where the one before ends");
    }
    // Each stays below the file's size, so no sum overflows.
    if (cursor.good() &&
        (start > fileBytes || bytes > fileBytes - start || next > fileBytes - start - bytes)) {
      cursor.fail(GgufError::dataTruncated,
                  "its " + std::to_string(bytes) + " bytes go beyond the file's " +
                      std::to_string(fileBytes) + ", which was probably cut");
    }
    if (!cursor.good()) {
      return;
    }
    tensor.begin = start + next;
    tensor.end = tensor.begin + bytes;
    next = padded(next + bytes);
  }
}

}  // namespace

Result<GgufHeader> parseGgufHeader(std::span<const std::byte> file, const std::string& fileName) {
  GgufCursor cursor(file, fileName);
  GgufHeader header;
  readStart(cursor, isGitLfsPointer(file));
  const std::uint64_t tensors = readCount(cursor, kLeastTensor, "tensors");
  const std::uint64_t entries = readCount(cursor, kLeastEntry, "entries of metadata");
  header.metadata = readGgufMetadata(cursor, entries);
  if (cursor.good()) {
    refuseParts(header, cursor);
  }
  std::unordered_set<std::string_view> names;  // of header.tensors, which must stay where they are
  header.tensors.reserve(static_cast<std::size_t>(cursor.good() ? tensors : 0));
  for (std::uint64_t i = 0; i < tensors && cursor.good(); ++i) {
    cursor.setPlace("tensor " + std::to_string(i));
    header.tensors.push_back(readTensor(cursor));
    if (cursor.good() && !names.insert(header.tensors.back().name).second) {
      cursor.fail(GgufError::duplicateTensor, "the name stands twice");
    }
  }
  if (cursor.good()) {
    placeTensors(header, file.size(), alignmentOf(header, cursor), cursor);
  }
  if (!cursor.good()) {
    return failure(cursor.takeError());
  }
  return header;
}

}  // namespace headscope
