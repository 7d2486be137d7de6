#pragma once

#include "error/error.h"

namespace headscope {

// In the order in which the header is checked, which is that of the reference implementation
// (https://github.com/huggingface/safetensors, safetensors/src/tensor.rs).
enum class SafetensorsError {
  headerTooSmall = 1,  // the file has not even the 8 bytes of the header's length
  headerTooLarge,      // the header would be longer than kMaxSafetensorsHeader
  headerBeyondFile,    // … than the file
  headerNotUtf8,
  headerNotJson,        // wrong syntax, half a surrogate pair
  headerTooDeep,        // more than kMaxJsonDepth levels
  headerTooManyValues,  // more than kMaxJsonValues
  duplicateKey,         // of a tensor, a field or a metadata entry
  headerNotObject,
  metadataNotStrings,
  tensorNotObject,
  missingField,
  dtypeNotString,
  unknownDtype,  // a name that is not in enum Dtype
  invalidShape,
  invalidOffsets,
  offsetsOverlap,   // with the tensor before
  offsetsLeaveGap,  // after the tensor before, or before the first
  offsetsReversed,  // the end lies before the begin
  sizeOverflow,     // more elements or bits than 64 bits count
  sizeNotInBytes,   // elements of less than a byte that do not fill the last one
  sizeMismatch,     // data_offsets against shape and dtype
  truncated,        // the file ends before its last tensor
  trailingBytes,    // … goes on after it

  // reading a tensor
  unsupportedDtype,
  wrongOutputSize,  // room for another number of elements than the tensor has

  // writing
  invalidName,  // not UTF-8, or "__metadata__"
  duplicateName,
  wrongInputSize,  // another number of elements than the shape says
  metadataNotUtf8,
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(SafetensorsError);
