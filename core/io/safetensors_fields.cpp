#include "io/safetensors_fields.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "io/json.h"
#include "io/text_place.h"

namespace headscope {

namespace {

using Json = nlohmann::json;

SafetensorsError codeFor(const std::error_code& json) {
  switch (static_cast<JsonError>(json.value())) {
    case JsonError::invalidUtf8:
      return SafetensorsError::headerNotUtf8;
    case JsonError::tooDeep:
      return SafetensorsError::headerTooDeep;
    case JsonError::tooLarge:
      return SafetensorsError::headerTooManyValues;
    case JsonError::duplicateKey:
      return SafetensorsError::duplicateKey;
    default:
      return SafetensorsError::headerNotJson;
  }
}

std::string isOfKind(const Json& json, const std::string& expected) {
  return "is of the JSON kind " + std::string(json.type_name()) + ", not " + expected;
}

Result<Json> parseHeaderJson(std::string_view text, const SafetensorsSource& source) {
  Result<Json> json = parseJson(text, source.name, DuplicateKeys::reject);
  if (!json) {
    const Error& error = json.error();
    const std::string place = error.place.empty() ? "header" : "header, " + error.place;
    return failure(source.error(codeFor(error.code), place, error.problem));
  }
  if (!json->is_object()) {
    return failure(
        source.error(SafetensorsError::headerNotObject, "header", isOfKind(*json, "an object")));
  }
  return json;
}

Result<std::map<std::string, std::string>> parseMetadata(const Json& json,
                                                         const SafetensorsSource& source) {
  if (json.is_null()) {
    return std::map<std::string, std::string>{};  // as the reference implementation has it
  }
  if (!json.is_object()) {
    return failure(source.error(SafetensorsError::metadataNotStrings, kSafetensorsMetadata,
                                isOfKind(json, "an object")));
  }
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) {
      return failure(source.error(SafetensorsError::metadataNotStrings, kSafetensorsMetadata,
                                  inQuotes(key) + " " + isOfKind(value, "a string")));
    }
    metadata.emplace(key, value.get_ref<const std::string&>());
  }
  return metadata;
}

// Nothing where the JSON is something else: negative numbers, fractions and integers beyond 64
// bits are of another kind for the parser.
std::optional<std::vector<std::uint64_t>> unsignedIntegers(const Json& json) {
  if (!json.is_array()) {
    return std::nullopt;
  }
  std::vector<std::uint64_t> values;
  values.reserve(json.size());
  for (const Json& value : json) {
    if (!value.is_number_unsigned()) {
      return std::nullopt;
    }
    values.push_back(value.get<std::uint64_t>());
  }
  return values;
}

Result<Dtype> parseDtype(const Json& json, const std::string& place,
                         const SafetensorsSource& source) {
  if (!json.is_string()) {
    return failure(source.error(SafetensorsError::dtypeNotString, place,
                                "its dtype " + isOfKind(json, "a string")));
  }
  const auto& name = json.get_ref<const std::string&>();
  const std::optional<Dtype> dtype = dtypeNamed(name);
  if (!dtype) {
    return failure(source.error(SafetensorsError::unknownDtype, place,
                                "its dtype " + inQuotes(name) + " is not one of this format's"));
  }
  return *dtype;
}

Result<TensorInfo> parseTensor(const std::string& name, const Json& json,
                               const SafetensorsSource& source) {
  const std::string place = tensorPlace(name);
  if (!json.is_object()) {
    return failure(
        source.error(SafetensorsError::tensorNotObject, place, isOfKind(json, "an object")));
  }
  for (const char* field : {"dtype", "shape", "data_offsets"}) {
    if (!json.contains(field)) {
      return failure(
          source.error(SafetensorsError::missingField, place, "has no field " + inQuotes(field)));
    }
  }
  const Result<Dtype> dtype = parseDtype(json.at("dtype"), place, source);
  if (!dtype) {
    return failure(dtype.error());
  }
  std::optional<std::vector<std::uint64_t>> shape = unsignedIntegers(json.at("shape"));
  if (!shape) {
    return failure(source.error(SafetensorsError::invalidShape, place,
                                "its shape is not an array of integers from 0"));
  }
  const auto offsets = unsignedIntegers(json.at("data_offsets"));
  if (!offsets || offsets->size() != 2) {
    return failure(source.error(SafetensorsError::invalidOffsets, place,
                                "its data_offsets are not two integers from 0"));
  }
  return TensorInfo{.name = name,
                    .dtype = *dtype,
                    .shape = std::move(*shape),
                    .begin = offsets->front(),
                    .end = offsets->back()};
}

}  // namespace

Result<SafetensorsHeader> parseSafetensorsFields(std::string_view json,
                                                 const SafetensorsSource& source) {
  const Result<Json> root = parseHeaderJson(json, source);
  if (!root) {
    return failure(root.error());
  }
  SafetensorsHeader header;
  for (const auto& [name, value] : root->items()) {
    if (name == kSafetensorsMetadata) {
      auto metadata = parseMetadata(value, source);
      if (!metadata) {
        return failure(metadata.error());
      }
      header.metadata = std::move(*metadata);
      continue;
    }
    Result<TensorInfo> tensor = parseTensor(name, value, source);
    if (!tensor) {
      return failure(tensor.error());
    }
    header.tensors.push_back(std::move(*tensor));
  }
  return header;
}

}  // namespace headscope
