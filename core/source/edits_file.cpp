#include "source/edits_file.h"

#include "io/atomic_file.h"
#include "io/read_file.h"

namespace headscope {
namespace {

constexpr std::size_t kMaxEditsBytes = 64u << 20;

}  // namespace

Result<void> saveEdits(const std::filesystem::path& file, const ModelDescription& model,
                       const Run& run, const RunEdits& edits) {
  return writeFileAtomically(file, editsAsJson(model, run, edits));
}

Result<RunEdits> openEdits(const std::filesystem::path& file, const ModelDescription& model,
                           const Run& run) {
  const auto text = readFile(file, kMaxEditsBytes);
  if (!text) {
    return failure(text.error());
  }
  return editsFromJson(*text, file.string(), model, run);
}

}  // namespace headscope
