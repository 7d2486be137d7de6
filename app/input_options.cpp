#include "input_options.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "command_line.h"
#include "images/image_file.h"
#include "source/vector_sequence.h"

namespace headscope {
namespace {

// "1,2,3"
template <typename T>
Result<std::vector<T>> readNumbers(std::string_view text, const char* option, int most) {
  std::vector<T> numbers;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view item = text.substr(0, comma);
    int value = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), value);
    if (error != std::errc() || end != item.data() + item.size() || value < 0 || value > most) {
      return failure({.code = InputError::badNumber,
                      .place = option,
                      .problem = "'" + std::string(item) + "' is not a whole number from 0 to " +
                                 std::to_string(most),
                      .remedy = "Write numbers with commas between them, as in 101,2009,102"});
    }
    numbers.push_back(static_cast<T>(value));
    if (comma == text.size()) {
      return numbers;
    }
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

Options addInputOptions(Options command, InputOptions& options) {
  const Options input = command.exactlyOne("input", "what the model reads");
  input.option("--text", options.text, "a text");
  const Option ids = input.option("--ids", options.ids, "token ids, as in 101,2009,102");
  input.option("--vectors", options.vectors, "a CSV file with a vector a row (a sandbox only)");
  input.option("--image", options.image, "a picture: PNG, JPEG or WebP (a vision model only)");
  command
      .option("--attention-mask", options.attentionMask,
              "0 for each id that is padding, as in 1,1,0")
      .needs(ids);
  command.option("--target-text", options.targetText,
                 "what an encoder-decoder's decoder reads, a text");
  command.option("--target-ids", options.targetIds, "the same as ids, the start token among them");
  return input;
}

namespace {

Result<Input> readSource(const InputOptions& options) {
  if (!options.vectors.empty()) {
    auto vectors = readVectorSequence(options.vectors);
    if (!vectors) {
      return failure(vectors.error());
    }
    return Input(std::move(*vectors));
  }
  if (!options.image.empty()) {
    auto image = readImageFile(options.image);
    if (!image) {
      return failure(image.error());
    }
    return Input(std::move(*image));
  }
  if (options.ids.empty()) {
    return Input(options.text);
  }
  IdSequence sequence;
  auto ids =
      readNumbers<std::int32_t>(options.ids, "--ids", std::numeric_limits<std::int32_t>::max());
  if (!ids) {
    return failure(ids.error());
  }
  sequence.ids = std::move(*ids);
  if (!options.attentionMask.empty()) {
    auto mask = readNumbers<std::uint8_t>(options.attentionMask, "--attention-mask", 1);
    if (!mask) {
      return failure(mask.error());
    }
    sequence.attentionMask = std::move(*mask);
  }
  return Input(std::move(sequence));
}

Result<std::variant<std::string, std::vector<std::int32_t>>> readTarget(
    const InputOptions& options) {
  using Target = std::variant<std::string, std::vector<std::int32_t>>;
  if (options.targetText) {
    return Target(*options.targetText);
  }
  return readNumbers<std::int32_t>(options.targetIds, "--target-ids",
                                   std::numeric_limits<std::int32_t>::max())
      .map([](std::vector<std::int32_t>&& ids) { return Target(std::move(ids)); });
}

}  // namespace

Result<Input> readInput(const InputOptions& options) {
  auto source = readSource(options);
  if (!source || (!options.targetText && options.targetIds.empty()) ||
      std::holds_alternative<VectorSequence>(*source)) {
    return source;
  }
  if (options.targetText && !options.targetIds.empty()) {
    return failure({.code = InputError::twoTargets,
                    .place = "--target-ids",
                    .problem = "there is a target as a text, too",
                    .remedy = "Give one of --target-text and --target-ids"});
  }
  auto target = readTarget(options);
  if (!target) {
    return failure(target.error());
  }
  SourceAndTarget both{.target = std::move(*target)};
  if (auto* ids = std::get_if<IdSequence>(&*source)) {
    both.source = std::move(*ids);
  } else {
    both.source = std::get<std::string>(std::move(*source));
  }
  return Input(std::move(both));
}

}  // namespace headscope
