#pragma once

#include <memory>
#include <string>
#include <vector>

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
  // A finite number of at least `least`, which is above 0; the key must be there.
  float realAtLeast(const char* key, float least);
  std::string textOr(const char* key, const std::string& fallback);
  bool flagOr(const char* key, bool fallback);

  // The texts of a list; a list that is missing or null is empty.
  std::vector<std::string> texts(const char* key);
  bool has(const char* key) const { return find(key) != nullptr; }
  // An object within, under the first of these keys that is there; else an empty one. Its errors
  // are this reader's, and say where it is.
  ConfigReader section(const char* key, const char* otherKey = nullptr);

  const std::string& file() const { return file_; }
  void fail(FamilyError code, const std::string& key, std::string problem, std::string remedy = {});
  Result<void> result() const { return *result_; }

 private:
  const nlohmann::json* find(const char* key) const;  // null for a missing or null value

  const nlohmann::json* config_;  // not null
  std::string file_;
  std::string at_;  // what a section's keys are called by: "rope_scaling."
  std::shared_ptr<Result<void>> result_;
};

}  // namespace headscope
