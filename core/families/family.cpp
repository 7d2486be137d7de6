#include "families/family.h"

#include <utility>

#include "families/bert.h"
#include "families/config_reader.h"

namespace headscope {
namespace {

// One line a family.
constexpr std::pair<const char*,
                    Result<FamilyModel> (*)(ConfigReader&, std::shared_ptr<const SafetensorsFile>)>
    kFamilies[] = {{"bert", loadBert}};

}  // namespace

Result<FamilyModel> loadFamily(const nlohmann::json& config, const std::string& configFile,
                               std::shared_ptr<const SafetensorsFile> file) {
  ConfigReader reader(config, configFile);
  const std::string type = reader.textOr("model_type", "");
  std::string names;
  for (const auto& [name, load] : kFamilies) {
    if (type == name) {
      return load(reader, std::move(file));
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  reader.fail(FamilyError::unknownFamily, "model_type",
              type.empty() ? "the key is missing" : "the family '" + type + "' is not known",
              "Known families are: " + names);
  return failure(reader.result().error());
}

}  // namespace headscope
