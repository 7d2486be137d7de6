#pragma once

#include <memory>
#include <string>
#include <vector>

#include "error/error.h"
#include "text/components.h"

namespace headscope {

class JsonPart;

// Characters begin … end - 1 of a text.
struct CharSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const CharSpan&) const = default;
};

// A regular expression as the Hugging Face tokenizers have them: Oniguruma's syntax and tables,
// over code points.
class Regex {
 public:
  // TokenizerError::badPattern with Oniguruma's own words.
  static Result<Regex> compile(const std::string& pattern, const JsonPart& part);

  // All matches in order, none within another. Throws CannotTokenize where a search would take too
  // long: some patterns need exponential time for some texts.
  std::vector<CharSpan> findAll(AlignedView text) const;

 private:
  struct Compiled;
  explicit Regex(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace headscope
