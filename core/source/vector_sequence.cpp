#include "source/vector_sequence.h"

#include <utility>

#include "io/csv.h"

namespace headscope {

Result<VectorSequence> readVectorSequence(const std::string& file) {
  auto table = readCsv(file);
  if (!table) {
    return failure(table.error());
  }
  return VectorSequence{
      .labels = std::move(table->labels), .values = std::move(table->values), .file = file};
}

}  // namespace headscope
