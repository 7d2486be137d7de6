#include "families/activation_names.h"

#include <utility>

namespace headscope {

Activation readActivation(ConfigReader& config, const char* key, const std::string& fallback) {
  constexpr std::pair<const char*, Activation> kNames[] = {
      {"gelu", Activation::geluErf},       {"gelu_new", Activation::geluTanh},
      {"gelu_fast", Activation::geluTanh}, {"gelu_pytorch_tanh", Activation::geluTanh},
      {"relu", Activation::relu},          {"silu", Activation::silu},
      {"swish", Activation::silu},
  };
  const std::string name = config.textOr(key, fallback);
  std::string names;
  for (const auto& [known, activation] : kNames) {
    if (name == known) {
      return activation;
    }
    names += (names.empty() ? "" : ", ") + std::string(known);
  }
  config.fail(FamilyError::unsupportedOption, key, "the activation '" + name + "' is not supported",
              "Supported are: " + names);
  return Activation::geluErf;
}

}  // namespace headscope
