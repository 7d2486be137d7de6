#include "families/family.h"

#include <utility>

#include "families/build_family.h"
#include "families/config_reader.h"
#include "families/family_summary.h"
#include "families/plans.h"

namespace headscope {
namespace {

// One line a family, or a name that another family goes by.
constexpr std::pair<const char*, FamilyPlan (*)(ConfigReader&)> kFamilies[] = {
    {"albert", planAlbert},
    {"bart", planBart},
    {"bert", planBert},
    {"bloom", planBloom},
    {"camembert", planRoberta},
    {"deit", planDeit},
    {"distilbert", planDistilBert},
    {"electra", planElectra},
    {"gemma2", planGemma2},
    {"gpt2", planGpt2},
    {"gpt_neox", planGptNeoX},
    {"headscope", planHeadscope},
    {"llama", planLlama},
    {"marian", planMarian},
    {"mistral", planMistral},
    {"modernbert", planModernBert},
    {"opt", planOpt},
    {"phi", planPhi},
    {"qwen2", planQwen2},
    {"qwen3", planQwen3},
    {"roberta", planRoberta},
    {"t5", planT5},
    {"vit", planVit},
    {"xlm-roberta", planRoberta},
};

Result<FamilyPlan> planFamily(const nlohmann::json& config, const std::string& configFile) {
  ConfigReader reader(config, configFile);
  const std::string type = reader.textOr("model_type", "");
  std::string names;
  for (const auto& [name, plan] : kFamilies) {
    if (type == name) {
      FamilyPlan planned = plan(reader);
      return reader.result().map([&planned] { return std::move(planned); });
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  reader.fail(FamilyError::unknownFamily, "model_type",
              type.empty() ? "the key is missing" : "the family '" + type + "' is not known",
              "Known families are: " + names);
  return failure(reader.result().error());
}

}  // namespace

Result<FamilyModel> loadFamily(const nlohmann::json& config, const std::string& configFile,
                               std::shared_ptr<const TensorStore> store, const LoadWatch& watch) {
  const auto plan = planFamily(config, configFile);
  return plan ? buildFamily(*plan, std::move(store), watch) : failure(plan.error());
}

Result<FamilySummary> summarizeFamily(const nlohmann::json& config, const std::string& configFile) {
  return planFamily(config, configFile).map(summaryOf);
}

}  // namespace headscope
