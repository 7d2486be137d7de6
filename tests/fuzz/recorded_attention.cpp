#include "fuzz/entries.h"
#include "fuzz/memory_file.h"
#include "fuzz/promises.h"
#include "source/attention_part.h"
#include "source/head_deck.h"
#include "source/open_dump.h"

namespace headscope {
namespace {

void lookAt(const AttentionView& view, const ModelDescription& model) {
  const AttentionShape shape = view.attention->shape();
  promise(static_cast<int>(view.queries->size()) == shape.nQuery &&
              static_cast<int>(view.keys->size()) == shape.nKey,
          "every row and column has its token");
  for (const HeadId head : {HeadId{0, 0}, HeadId{shape.layers - 1, shape.heads - 1}}) {
    const Matrix map = view.attention->map(head);
    promise((map.array() >= 0 && map.array() <= 1.02F).all(), "what is accepted are weights");
    if (model.isCausal() && shape.nQuery == shape.nKey && view.attention->knownLayers() > 0 &&
        view.queries == view.keys) {
      promise(view.attention->row(head, 0).size() == view.keys->size(), "a row is as long");
    }
  }
}

}  // namespace

Result<void> readAsRecordedAttention(std::span<const std::byte> input) {
  const MemoryFile memory(input);
  const bool saysSo = isDump(memory.path());
  const auto model = openDump(memory.path());
  if (!model) {
    return refused(model.error());
  }
  promise(saysSo, "what opens says that it is one");
  const ModelDescription& description = (*model)->description();
  promise(describeDump(memory.path())->layers == description.layers, "a header says the sizes");
  const Run run = (*model)->run(std::string()).value();
  for (const AttentionPart part :
       {AttentionPart::encoder, AttentionPart::decoder, AttentionPart::cross}) {
    lookAt(viewOf(run, part), description);
  }
  promise(dealHeads(**model, run).size() ==
              static_cast<std::size_t>(description.layers * description.heads),
          "every head has a card");
  return {};
}

}  // namespace headscope
