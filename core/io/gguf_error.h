#pragma once

#include "error/error.h"

namespace headscope {

// Every way a GGUF file can be bad, in the order in which it is checked.
enum class GgufError {
  notGguf = 1,         // other first bytes
  otherByteOrder,      // big-endian
  unsupportedVersion,  // neither 2 nor 3
  truncated,           // the file ends within its header
  tooManyEntries,      // more metadata or tensors than the file has room for, or than are read

  // metadata
  badKey,  // empty, or longer than 65535 bytes
  duplicateKey,
  notUtf8,      // a key, a text or a name of a tensor
  tooMuchText,  // all of these together are longer than kMostGgufText
  unknownValueType,
  nestedArray,
  tooManyElements,  // of arrays: more than the file has room for, or than kMostGgufElements
  badFlag,          // a truth value other than 0 and 1
  badAlignment,     // no power of two from 8 to 1 MiB
  splitFile,        // one of several files

  // tensors
  badTensorName,  // empty, or longer than 63 bytes
  duplicateTensor,
  badDimensions,  // more than 4, or a negative one
  unknownTensorType,
  unevenRows,    // a row is no whole number of blocks
  sizeOverflow,  // more bytes than 63 bits count
  badOffset,     // not where the tensor before it ends
  dataTruncated,

  // reading a tensor
  unsupportedTensorType,
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(GgufError);
