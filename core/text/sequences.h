#pragma once

#include <memory>
#include <vector>

#include "text/components.h"

namespace headscope {

// Components that run one after the other, as "Sequence" says.
std::unique_ptr<Normalizer> normalizersInTurn(std::vector<std::unique_ptr<Normalizer>> parts);
std::unique_ptr<PreTokenizer> preTokenizersInTurn(std::vector<std::unique_ptr<PreTokenizer>> parts);

}  // namespace headscope
