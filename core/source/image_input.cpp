#include "source/image_input.h"

#include <array>

namespace headscope {
namespace {

std::string sizeText(int height, int width) {
  return std::to_string(width) + " x " + std::to_string(height);
}

}  // namespace

Result<PixelValues> pixelsOf(const Input& input, const Preprocessing& steps,
                             const PatchEmbedding& embedding) {
  Result<PixelValues> pixels;
  if (const auto* image = std::get_if<RgbImage>(&input)) {
    pixels = preprocess(steps, *image);
  } else if (const auto* ready = std::get_if<PixelValues>(&input)) {
    pixels = *ready;
  } else {
    return failure(needsImageError());
  }
  if (pixels && (pixels->size != ImageSize{embedding.imageHeight, embedding.imageWidth} ||
                 pixels->values.rows() != embedding.channels ||
                 pixels->values.cols() != Index{pixels->size.height} * pixels->size.width)) {
    return failure({.code = SourceError::imageShape,
                    .file = pixels->file,
                    .problem = "the image is prepared as " + std::to_string(pixels->values.rows()) +
                               " channels of " + sizeText(pixels->size.height, pixels->size.width) +
                               ", the model takes " + std::to_string(embedding.channels) + " of " +
                               sizeText(embedding.imageHeight, embedding.imageWidth),
                    .remedy = "Check that preprocessor_config.json belongs to this model"});
  }
  return pixels;
}

std::vector<Token> patchTokens(const PatchEmbedding& embedding) {
  constexpr std::array kSpecials = {"[CLS]", "[DIST]"};
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < static_cast<std::size_t>(embedding.specials.rows()); ++i) {
    tokens.push_back({.text = kSpecials[i], .special = true});
  }
  for (int row = 0; row < embedding.rows(); ++row) {
    for (int column = 0; column < embedding.columns(); ++column) {
      tokens.push_back({.text = std::to_string(row) + "," + std::to_string(column)});
    }
  }
  return tokens;
}

std::string imageInputText(const PatchEmbedding& embedding) {
  return "an image of " + sizeText(embedding.imageHeight, embedding.imageWidth) + ", patches of " +
         std::to_string(embedding.patchSize);
}

Error needsImageError() {
  return {.code = SourceError::needsImage,
          .problem = "the model reads images, not texts, ids or vectors",
          .remedy = "Give it a picture: headscope dump --image FILE"};
}

}  // namespace headscope
