#include "families/gguf_names.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "io/text_place.h"

namespace headscope {
namespace {

class NameSet {
 public:
  void addPart(const std::string& name, Bias bias) {
    names_.insert(name + ".weight");
    if (bias == Bias::present) {
      names_.insert(name + ".bias");
    }
  }
  void addParts(const std::string& prefix, const std::vector<std::string>& names, Bias bias) {
    for (const std::string& name : names) {
      if (!name.empty()) {
        addPart(prefix + name, bias);
      }
    }
  }
  bool has(const std::string& name) const { return names_.contains(name); }

 private:
  std::unordered_set<std::string> names_;
};

NameSet namesOf(const FamilyPlan& plan) {
  NameSet names;
  const BlockNames& block = plan.block;
  for (std::size_t layer = 0; layer < plan.layers.size(); ++layer) {
    const std::string prefix = block.prefix(static_cast<int>(layer));
    names.addParts(prefix, block.projections, block.projectionForm.bias);
    names.addParts(prefix, {block.output}, block.outputForm.bias);
    names.addParts(prefix, block.up, block.feedForwardForm.bias);
    names.addParts(prefix, {block.down}, block.feedForwardForm.bias);
    names.addParts(prefix, {block.attentionNorm, block.feedForwardNorm}, plan.normBias);
  }
  const EmbeddingPlan& embedding = plan.embedding;
  names.addParts("", {embedding.words, embedding.positions, embedding.types}, Bias::none);
  names.addParts("", {embedding.norm, plan.finalNorm}, plan.normBias);
  if (plan.head) {
    names.addParts("", plan.head->words, Bias::none);
  }
  return names;
}

// What attention does not depend on: the heads of classifiers, and angles that follow from the
// metadata. The factors of angles are read with these.
bool mayBeLeft(const std::string& name) {
  return name == "rope_freqs.weight" || name.starts_with("cls.") || name.starts_with("cls_") ||
         name.ends_with(".attn_rot_embd") || name.ends_with(".attn_rot_embd.weight");
}

}  // namespace

Result<void> checkGgufNames(const FamilyPlan& plan, const GgufFile& file) {
  const NameSet names = namesOf(plan);
  for (const GgufTensor& tensor : file.tensors()) {
    if (!names.has(tensor.name) && !mayBeLeft(tensor.name)) {
      return failure({.code = FamilyError::unknownTensor,
                      .file = file.path().string(),
                      .place = "tensor " + inQuotes(tensor.name),
                      .problem = "a " + plan.family + " that has it is not supported",
                      .remedy = "Open the model as safetensors with its config.json instead"});
    }
  }
  return {};
}

}  // namespace headscope
