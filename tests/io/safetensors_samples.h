#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <QDebug>

#include "io/safetensors_header.h"

namespace headscope {

// A safetensors file with a header length of one's own choice.
inline std::string safetensorsBytes(std::uint64_t length, std::string_view header,
                                    std::string_view data) {
  std::string file;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    file += static_cast<char>((length >> shift) & 0xFFU);
  }
  return file.append(header).append(data);
}

// … with the right one.
inline std::string safetensorsBytes(std::string_view header, std::string_view data) {
  return safetensorsBytes(header.size(), header, data);
}

inline Result<SafetensorsHeader> parseBytes(const std::string& bytes) {
  return parseSafetensorsHeader(std::as_bytes(std::span(bytes)), "model.safetensors");
}

// What is wrong with a file of this header and so many bytes of data.
inline Error errorOf(std::string_view header, std::size_t dataBytes) {
  const auto result = parseBytes(safetensorsBytes(header, std::string(dataBytes, '\0')));
  return result ? Error{} : result.error();
}

// "name":{…}, to be put in a header with objectOf.
inline std::string tensorField(const std::string& name, const std::string& dtype,
                               const std::string& shape, const std::string& offsets) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
         ",\"data_offsets\":" + offsets + "}";
}

inline std::string objectOf(const std::vector<std::string>& members) {
  std::string text = "{";
  for (const std::string& member : members) {
    text.append(text.size() == 1 ? "" : ",").append(member);
  }
  return text + "}";
}

// For QVERIFY: whether an error has a code, blames the input and says what to do next. Where not,
// it is printed before the test fails.
inline bool isInputError(const Error& error, std::error_code code) {
  const bool is = error.code == code && error.kind == ErrorKind::badInput && !error.file.empty() &&
                  !error.remedy.empty();
  if (!is) {
    qWarning("%s where %s was expected: %s", error.code.message().c_str(), code.message().c_str(),
             describe(error).c_str());
  }
  return is;
}

}  // namespace headscope
