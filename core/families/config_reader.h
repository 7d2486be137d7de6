#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "families/family_error.h"

namespace headscope {

// Reads a config.json key by key and remembers the first error, so that a family file can read all
// it needs and ask once. After an error, values are defaults.
class ConfigReader {
 public:
  ConfigReader(const nlohmann::json& config, std::string file);

  // A whole number in [least, most]; a key with a default may be missing or null.
  int number(const char* key, int least, int most);
  int numberOr(const char* key, int fallback, int least, int most);
  // A finite number of at least 0.
  float realOr(const char* key, float fallback);
  std::string textOr(const char* key, const std::string& fallback);
  bool flagOr(const char* key, bool fallback);

  const std::string& file() const { return file_; }
  void fail(FamilyError code, const std::string& key, std::string problem, std::string remedy = {});
  Result<void> result() const { return result_; }

 private:
  const nlohmann::json* find(const char* key) const;  // null for a missing or null value

  const nlohmann::json& config_;
  std::string file_;
  Result<void> result_;
};

}  // namespace headscope
