#include "text/sequences.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/growth.h"

namespace headscope {
namespace {

class NormalizerSequence : public Normalizer {
 public:
  explicit NormalizerSequence(std::vector<std::unique_ptr<Normalizer>> parts)
      : parts_(std::move(parts)) {}
  void normalize(AlignedText& text) const override {
    for (const auto& part : parts_) {
      part->normalize(text);
      checkGrowth(text);
    }
  }

 private:
  std::vector<std::unique_ptr<Normalizer>> parts_;
};

class PreTokenizerSequence : public PreTokenizer {
 public:
  explicit PreTokenizerSequence(std::vector<std::unique_ptr<PreTokenizer>> parts)
      : parts_(std::move(parts)) {}
  std::vector<AlignedText> split(AlignedText text) const override {
    const std::size_t typed = typedUpTo(text);
    std::vector<AlignedText> pieces;
    pieces.push_back(std::move(text));
    for (const auto& part : parts_) {
      std::vector<AlignedText> next;
      std::size_t made = 0;  // in all pieces: each alone may be short
      for (AlignedText& piece : pieces) {
        std::vector<AlignedText> cut = part->split(std::move(piece));
        for (const AlignedText& of : cut) {
          made += of.size();
        }
        checkGrowth(typed, made);
        std::move(cut.begin(), cut.end(), std::back_inserter(next));
      }
      pieces = std::move(next);
    }
    return pieces;
  }

 private:
  std::vector<std::unique_ptr<PreTokenizer>> parts_;
};

}  // namespace

std::unique_ptr<Normalizer> normalizersInTurn(std::vector<std::unique_ptr<Normalizer>> parts) {
  return std::make_unique<NormalizerSequence>(std::move(parts));
}

std::unique_ptr<PreTokenizer> preTokenizersInTurn(
    std::vector<std::unique_ptr<PreTokenizer>> parts) {
  return std::make_unique<PreTokenizerSequence>(std::move(parts));
}

}  // namespace headscope
