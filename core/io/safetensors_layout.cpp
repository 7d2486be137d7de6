#include "io/safetensors_layout.h"

#include <algorithm>
#include <tuple>

namespace headscope {

namespace {

std::string describeType(const TensorInfo& info) {
  return "shape " + shapeText(info.shape) + " of " + std::string(nameOf(info.dtype));
}

Result<void> checkPosition(const TensorInfo& info, std::uint64_t previousEnd,
                           const SafetensorsSource& source) {
  const std::string begin = "its bytes begin at " + std::to_string(info.begin) + " of the data";
  if (info.begin < previousEnd) {
    return failure(source.error(SafetensorsError::offsetsOverlap, tensorPlace(info.name),
                                begin + ", within those of the tensor before, which end at " +
                                    std::to_string(previousEnd)));
  }
  if (info.begin > previousEnd) {
    return failure(source.error(
        SafetensorsError::offsetsLeaveGap, tensorPlace(info.name),
        begin + "; nothing lies between " + std::to_string(previousEnd) + " and there"));
  }
  if (info.end < info.begin) {
    return failure(source.error(SafetensorsError::offsetsReversed, tensorPlace(info.name),
                                begin + " and end before, at " + std::to_string(info.end)));
  }
  return {};
}

Result<void> checkSize(const TensorInfo& info, const SafetensorsSource& source) {
  const std::optional<std::uint64_t> elements = elementCount(info.shape);
  const std::optional<std::uint64_t> bits =
      elements ? checkedProduct(*elements, bitsOf(info.dtype)) : std::nullopt;
  if (!bits) {
    return failure(source.error(SafetensorsError::sizeOverflow, tensorPlace(info.name),
                                describeType(info) + " is more than any file can have"));
  }
  if (*bits % 8 != 0) {
    return failure(source.error(SafetensorsError::sizeNotInBytes, tensorPlace(info.name),
                                describeType(info) + " takes " + std::to_string(*bits) +
                                    " bits, which are not whole bytes"));
  }
  const std::uint64_t found = info.end - info.begin;
  if (found != *bits / 8) {
    return failure(source.error(SafetensorsError::sizeMismatch, tensorPlace(info.name),
                                describeType(info) + " takes " + std::to_string(*bits / 8) +
                                    " bytes; its data_offsets give it " + std::to_string(found)));
  }
  return {};
}

Result<void> checkEnd(std::uint64_t end, std::uint64_t available, const SafetensorsSource& source) {
  if (end == available) {
    return {};
  }
  const bool truncated = available < end;
  return failure(source.error(
      truncated ? SafetensorsError::truncated : SafetensorsError::trailingBytes, "",
      "its tensors take " + std::to_string(end) + " bytes after the header; the file has " +
          std::to_string(available) + (truncated ? " and was probably cut" : "")));
}

}  // namespace

Result<void> checkSafetensorsLayout(SafetensorsHeader& header, const SafetensorsSource& source) {
  std::sort(header.tensors.begin(), header.tensors.end(),
            [](const TensorInfo& left, const TensorInfo& right) {
              return std::tie(left.begin, left.end, left.name) <
                     std::tie(right.begin, right.end, right.name);
            });
  std::uint64_t end = 0;
  for (const TensorInfo& info : header.tensors) {
    if (const Result<void> position = checkPosition(info, end, source); !position) {
      return position;
    }
    if (const Result<void> size = checkSize(info, source); !size) {
      return size;
    }
    end = info.end;
  }
  return checkEnd(end, source.file.size() - header.dataStart, source);
}

}  // namespace headscope
