#include "families/gguf_family.h"

#include <string_view>
#include <utility>

#include "families/build_family.h"
#include "families/family_summary.h"
#include "families/gguf_names.h"
#include "families/gguf_plans.h"

namespace headscope {
namespace {

// One line an architecture.
constexpr std::pair<const char*, FamilyPlan (*)(ConfigReader&, const TensorStore&)>
    kArchitectures[] = {
        {"bert", planGgufBert},
        {"gpt2", planGgufGpt2},
        {"llama", planGgufLlama},
        {"qwen2", planGgufQwen2},
};

// The metadata as a config.json has it: the part of a key before its first dot is an object, in
// which the rest is a key. Of arrays it is kept that they are some.
nlohmann::json asConfig(const GgufFile& file) {
  // Also where there is none of its keys, so that errors say which is missing by its whole name.
  nlohmann::json config = {{"general", nlohmann::json::object()}};
  for (const auto& [name, plan] : kArchitectures) {
    config[name] = nlohmann::json::object();
  }
  for (const auto& [key, value] : file.metadata()) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) {
      continue;
    }
    nlohmann::json& field = config[key.substr(0, dot)][key.substr(dot + 1)];
    std::visit(
        [&field](const auto& held) {
          if constexpr (std::is_same_v<std::decay_t<decltype(held)>, GgufArray>) {
            field = nlohmann::json::array();
          } else {
            field = held;
          }
        },
        value);
  }
  return config;
}

Result<FamilyPlan> planGguf(const GgufFile& file) {
  const nlohmann::json config = asConfig(file);
  ConfigReader reader(config, file.path().string());
  ConfigReader general = reader.section("general");
  const std::string architecture = general.textOr("architecture", "");
  std::string names;
  for (const auto& [name, plan] : kArchitectures) {
    if (architecture == name) {
      ConfigReader section = reader.section(name);
      FamilyPlan planned = plan(section, file);
      return reader.result().map([&planned] { return std::move(planned); });
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  general.fail(FamilyError::unknownFamily, "architecture",
               architecture.empty() ? "the key is missing"
                                    : "the architecture '" + architecture + "' is not known",
               "Known architectures of GGUF files are: " + names);
  return failure(reader.result().error());
}

}  // namespace

Result<FamilyModel> loadGgufFamily(const std::shared_ptr<const GgufFile>& file,
                                   const LoadWatch& watch) {
  const auto plan = planGguf(*file);
  if (!plan) {
    return failure(plan.error());
  }
  if (const auto known = checkGgufNames(*plan, *file); !known) {
    return failure(known.error());
  }
  return buildFamily(*plan, file, watch);
}

Result<FamilySummary> summarizeGguf(const GgufFile& file) {
  return planGguf(file).map(summaryOf);
}

}  // namespace headscope
