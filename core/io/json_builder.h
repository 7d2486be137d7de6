#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/json.h"

namespace headscope {

// Builds a document from nlohmann's SAX events and stops at the first thing parseJson refuses.
// After a false from any of them failure() says what it was.
class JsonBuilder {
 public:
  using Json = nlohmann::json;

  struct Failure {
    JsonError code = JsonError::syntax;
    std::optional<std::size_t> offset = {};  // byte of the text, known for syntax only
    std::string detail = {};                 // syntax: the parser's words; duplicateKey: its path
  };

  explicit JsonBuilder(DuplicateKeys duplicates, JsonListedObject* listed = nullptr)
      : duplicates_(duplicates), listed_(listed) {}

  Json takeDocument() { return std::move(document_); }
  const Failure& failure() const { return failure_; }

  // The events, named by nlohmann.
  bool null() { return add(Json(nullptr)); }
  bool boolean(bool value) { return add(Json(value)); }
  bool number_integer(Json::number_integer_t value) { return add(Json(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(Json(value)); }
  bool number_float(Json::number_float_t value, const std::string&) { return add(Json(value)); }
  bool string(std::string& value) { return add(Json(std::move(value))); }
  bool binary(Json::binary_t&) { return false; }  // no such thing in JSON text
  bool start_object(std::size_t) { return open(Json(Json::value_t::object)); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Json(Json::value_t::array)); }
  bool end_array() { return close(); }
  bool key(std::string& name);
  bool parse_error(std::size_t position, const std::string& lastToken,
                   const nlohmann::detail::exception& error);

 private:
  // An object or array still being read. Its address holds: an array or a list of members grows
  // only after its last element is complete, and the nodes of an object do not move.
  struct Level {
    Json* container = nullptr;
    const std::string* key = nullptr;  // of the value being read, in an object
    Json* value = nullptr;
    bool listed = false;
  };

  bool countValue();
  bool add(Json&& value);
  bool open(Json&& container);
  bool close();
  Json& place(Json&& value);
  bool isListed(const Json& container) const;
  std::string pathToKey() const;

  DuplicateKeys duplicates_;
  JsonListedObject* listed_;  // or null
  Json document_;
  std::vector<Level> levels_;
  int valueCount_ = 0;
  Failure failure_;
};

}  // namespace headscope
