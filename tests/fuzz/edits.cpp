#include "fuzz/entries.h"
#include "fuzz/promises.h"
#include "source/edits_json.h"
#include "source/sandbox_source.h"

namespace headscope {
namespace {

struct EditedSandbox {
  std::shared_ptr<const ModelSource> model =
      *SandboxSource::create({.heads = 2, .dK = 2, .dModel = 4, .layers = 2});
  Run run = *model->run(std::string("a b c"));
};

}  // namespace

Result<void> readAsEdits(std::span<const std::byte> input) {
  static const EditedSandbox sandbox;
  const ModelDescription& description = sandbox.model->description();
  const auto edits = editsFromJson(textOf(input), "a.json", description, sandbox.run);
  if (!edits) {
    return refused(edits.error());
  }
  const auto again = editsFromJson(editsAsJson(description, sandbox.run, *edits), "b.json",
                                   description, sandbox.run);
  promise(again && *again == *edits, "changes that are written read as the same");
  const auto run =
      sandbox.model->run(std::string("a b c"), {.edits = std::make_shared<const RunEdits>(*edits)});
  promise(run.has_value(), "what is accepted can be run");
  for (const HeadId head : {HeadId{0, 0}, HeadId{1, 1}}) {
    const Matrix map = run->attention->map(head);
    promise((map.array() >= 0 && map.array() <= 1.0001F).all(), "weights lie between 0 and 1");
  }
  return {};
}

}  // namespace headscope
