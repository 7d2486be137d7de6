#pragma once

#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <QString>

#include "families/build_family.h"
#include "families/plans.h"
#include "families/sample_file.h"
#include "io/safetensors_store.h"
#include "io/safetensors_writer.h"

namespace headscope {

struct FloatTensor {
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};

// start, start + 1, …
inline FloatTensor counting(std::vector<std::uint64_t> shape, float start) {
  std::vector<float> values(static_cast<std::size_t>(*elementCount(shape)));
  std::iota(values.begin(), values.end(), start);
  return {std::move(shape), std::move(values)};
}

// A BERT whose weights can be read off: d_model 4, 2 heads, d_ff 3, 2 layers, 3 words, 5 positions,
// 2 token types. Layer 1 has the weights of layer 0 and 1000 more. A test may spoil it.
struct TinyBert {
  std::string config = R"({
    "model_type": "bert", "hidden_size": 4, "num_attention_heads": 2, "intermediate_size": 3,
    "num_hidden_layers": 2, "vocab_size": 3, "max_position_embeddings": 5, "type_vocab_size": 2,
    "layer_norm_eps": 1e-5, "hidden_act": "relu"})";
  std::map<std::string, FloatTensor> tensors;

  TinyBert() {
    tensors["embeddings.word_embeddings.weight"] = counting({3, 4}, 0);
    tensors["embeddings.position_embeddings.weight"] = counting({5, 4}, 20);
    tensors["embeddings.token_type_embeddings.weight"] = counting({2, 4}, 40);
    tensors["embeddings.LayerNorm.weight"] = counting({4}, 50);
    tensors["embeddings.LayerNorm.bias"] = counting({4}, 54);
    for (int layer = 0; layer < 2; ++layer) {
      const std::string at = "encoder.layer." + std::to_string(layer) + ".";
      float start = 1000.0F * static_cast<float>(layer);
      for (const char* name : {"attention.self.query", "attention.self.key", "attention.self.value",
                               "attention.output.dense"}) {
        tensors[at + name + ".weight"] = counting({4, 4}, start += 100);
        tensors[at + name + ".bias"] = counting({4}, start + 50);
      }
      tensors[at + "attention.output.LayerNorm.weight"] = counting({4}, start += 100);
      tensors[at + "attention.output.LayerNorm.bias"] = counting({4}, start + 50);
      tensors[at + "intermediate.dense.weight"] = counting({3, 4}, start += 100);
      tensors[at + "intermediate.dense.bias"] = counting({3}, start + 50);
      tensors[at + "output.dense.weight"] = counting({4, 3}, start += 100);
      tensors[at + "output.dense.bias"] = counting({4}, start + 50);
      tensors[at + "output.LayerNorm.weight"] = counting({4}, start += 100);
      tensors[at + "output.LayerNorm.bias"] = counting({4}, start + 50);
    }
  }

  void replaceInConfig(const char* from, const char* to) {
    const std::size_t at = config.find(from);
    if (at == std::string::npos) {
      qFatal("the config has no %s", from);
    }
    config.replace(at, std::string(from).size(), to);
  }

  void renameTensor(const std::string& from, const std::string& to) {
    auto node = tensors.extract(from);
    node.key() = to;
    tensors.insert(std::move(node));
  }

  Result<FamilyModel> load() const {
    const TestFolder folder;
    std::vector<OutgoingTensor> outgoing;
    for (const auto& [name, tensor] : tensors) {
      outgoing.push_back(
          {.name = name, .shape = tensor.shape, .values = std::span<const float>(tensor.values)});
    }
    const std::filesystem::path path = folder.file("model.safetensors");
    if (auto written = writeSafetensors(path, outgoing); !written) {
      return failure(written.error());
    }
    const auto store = SafetensorsStore::open(path);
    if (!store) {
      return failure(store.error());
    }
    const auto json = nlohmann::json::parse(config);
    ConfigReader reader(json, "m/config.json");
    const FamilyPlan plan = planBert(reader);
    if (const auto ok = reader.result(); !ok) {
      return failure(ok.error());
    }
    return buildFamily(plan, *store);
  }
};

}  // namespace headscope
