#include "image/preprocessor_config.h"

#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace headscope {
namespace {

// Sides beyond it are no model's input, but a mistake or an attack.
constexpr int kMostSide = 4096;

constexpr Normalization kHalves{.mean = {0.5F, 0.5F, 0.5F}, .deviation = {0.5F, 0.5F, 0.5F}};

struct Defaults {
  ImageSize size;
  ResampleFilter filter;
  std::optional<ImageSize> crop;
};

Defaults defaultsOf(ImageProcessor processor) {
  switch (processor) {
    case ImageProcessor::vit:
      return {.size = {224, 224}, .filter = ResampleFilter::bilinear, .crop = std::nullopt};
    case ImageProcessor::deit:
      return {.size = {256, 256}, .filter = ResampleFilter::bicubic, .crop = ImageSize{224, 224}};
  }
  return {};
}

// Reads key after key and remembers the first error. After one, values are defaults.
class PreprocessorReader {
 public:
  PreprocessorReader(const nlohmann::json& config, const std::string& file)
      : config_(config), file_(file) {}

  // Null for a missing or null value.
  const nlohmann::json* find(const char* key) const {
    const auto found = config_.find(key);
    return found == config_.end() || found->is_null() ? nullptr : &*found;
  }

  bool flag(const char* key, bool fallback) {
    const nlohmann::json* value = find(key);
    if (value != nullptr && !value->is_boolean()) {
      wrongType(key, "true or false", *value);
      return fallback;
    }
    return value == nullptr ? fallback : value->get<bool>();
  }

  std::string text(const char* key) {
    const nlohmann::json* value = find(key);
    if (value != nullptr && !value->is_string()) {
      wrongType(key, "a text", *value);
      return {};
    }
    return value == nullptr ? std::string() : value->get<std::string>();
  }

  // A whole number within [least, most].
  int whole(const std::string& place, const nlohmann::json& value, int least, int most) {
    if (!value.is_number_integer()) {
      wrongType(place, "a whole number", value);
      return least;
    }
    if (value < least || value > most) {
      outOfRange(place, std::to_string(least) + " to " + std::to_string(most), value);
      return least;
    }
    return value.get<int>();
  }

  double real(const std::string& place, const nlohmann::json& value) {
    if (!value.is_number()) {
      wrongType(place, "a number", value);
      return 1;
    }
    const auto real = value.get<double>();
    if (std::abs(real) > std::numeric_limits<float>::max()) {
      outOfRange(place, "a float32", value);
      return 1;
    }
    return real;
  }

  // One number for all channels, or a list of one for each.
  std::array<float, kRgb> channels(const char* key, std::array<float, kRgb> fallback) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
      return fallback;
    }
    if (value->is_array() && value->size() != kRgb) {
      wrongType(key, "a number for each of 3 channels", *value);
      return fallback;
    }
    for (std::size_t i = 0; i < fallback.size(); ++i) {
      fallback[i] = static_cast<float>(real(key, value->is_array() ? (*value)[i] : *value));
    }
    return fallback;
  }

  int side(const std::string& place, const nlohmann::json& value) {
    return whole(place, value, 1, kMostSide);
  }

  // {height, width} or {shortest_edge}; or one number of both sides or of the shorter, or a list
  // of height and width, as older files have them. `square`: what one number means.
  std::variant<ImageSize, ShortestEdge> size(const char* key, bool square) {
    const nlohmann::json& value = *find(key);
    const std::string at = key;
    if (value.is_object()) {
      const auto height = value.find("height");
      const auto width = value.find("width");
      const auto edge = value.find("shortest_edge");
      if (value.size() == 2 && height != value.end() && width != value.end()) {
        return ImageSize{side(at + ".height", *height), side(at + ".width", *width)};
      }
      if (value.size() == 1 && edge != value.end()) {
        return ShortestEdge{side(at + ".shortest_edge", *edge)};
      }
      fail(PreprocessorError::unsupportedSize, at,
           "expected height and width, or shortest_edge, found " + value.dump());
      return ImageSize{1, 1};
    }
    if (value.is_array() && value.size() == 2) {
      return ImageSize{side(at, value[0]), side(at, value[1])};
    }
    if (!value.is_number_integer()) {
      wrongType(at, "an object, a whole number or a list of two", value);
      return ImageSize{1, 1};
    }
    const int pixels = side(at, value);
    return square ? std::variant<ImageSize, ShortestEdge>(ImageSize{pixels, pixels})
                  : ShortestEdge{pixels};
  }

  void outOfRange(const std::string& place, const std::string& expected,
                  const nlohmann::json& found) {
    fail(PreprocessorError::keyOutOfRange, place,
         "expected " + expected + ", found " + found.dump());
  }

  void fail(PreprocessorError code, const std::string& place, std::string problem,
            std::string remedy = {}) {
    if (result_) {
      result_ = failure({.code = code,
                         .file = file_,
                         .place = place,
                         .problem = std::move(problem),
                         .remedy = std::move(remedy)});
    }
  }

  const Result<void>& result() const { return result_; }

 private:
  void wrongType(const std::string& place, const std::string& expected,
                 const nlohmann::json& found) {
    fail(PreprocessorError::wrongKeyType, place,
         "expected " + expected + ", found " + found.dump());
  }

  const nlohmann::json& config_;
  const std::string& file_;
  Result<void> result_;
};

// "ViTImageProcessorFast" and "ViTFeatureExtractor" are ViT's too: they differ in what computes
// the same.
ImageProcessor processorOf(PreprocessorReader& config, ImageProcessor fallback) {
  std::string key = "image_processor_type";
  std::string type = config.text(key.c_str());
  if (type.empty()) {
    key = "feature_extractor_type";
    type = config.text(key.c_str());
  }
  if (type.empty()) {
    return fallback;
  }
  for (const auto& [name, processor] :
       {std::pair{"ViT", ImageProcessor::vit}, std::pair{"DeiT", ImageProcessor::deit}}) {
    for (const char* kind :
         {"ImageProcessor", "ImageProcessorFast", "ImageProcessorPil", "FeatureExtractor"}) {
      if (type == std::string(name) + kind) {
        return processor;
      }
    }
  }
  config.fail(PreprocessorError::unknownProcessor, key, "the processor '" + type + "' is not known",
              "Known processors are: ViTImageProcessor, DeiTImageProcessor");
  return fallback;
}

std::optional<Resize> readResize(PreprocessorReader& config, const Defaults& defaults) {
  if (!config.flag("do_resize", true)) {
    return std::nullopt;
  }
  Resize resize{.to = defaults.size, .filter = defaults.filter};
  const bool square = config.flag("default_to_square", true);
  if (config.find("size") != nullptr) {
    resize.to = config.size("size", square);
  }
  if (const auto* filter = config.find("resample")) {
    resize.filter =
        static_cast<ResampleFilter>(config.whole("resample", *filter, 0, kResampleFilters - 1));
  }
  return resize;
}

std::optional<ImageSize> readCrop(PreprocessorReader& config, const Defaults& defaults) {
  if (!config.flag("do_center_crop", defaults.crop.has_value())) {
    return std::nullopt;
  }
  if (config.find("crop_size") == nullptr) {
    if (!defaults.crop) {
      config.fail(PreprocessorError::missingKey, "crop_size",
                  "the key is missing, and do_center_crop is true");
    }
    return defaults.crop;
  }
  const auto size = config.size("crop_size", true);
  if (std::holds_alternative<ShortestEdge>(size)) {
    config.fail(PreprocessorError::unsupportedSize, "crop_size", "expected height and width");
    return std::nullopt;
  }
  return std::get<ImageSize>(size);
}

std::optional<double> readRescale(PreprocessorReader& config) {
  if (!config.flag("do_rescale", true)) {
    return std::nullopt;
  }
  const auto* factor = config.find("rescale_factor");
  return factor == nullptr ? 1.0 / 255 : config.real("rescale_factor", *factor);
}

std::optional<Normalization> readNormalization(PreprocessorReader& config) {
  if (!config.flag("do_normalize", true)) {
    return std::nullopt;
  }
  const Normalization read{.mean = config.channels("image_mean", kHalves.mean),
                           .deviation = config.channels("image_std", kHalves.deviation)};
  for (const float deviation : read.deviation) {
    if (deviation == 0) {
      config.outOfRange("image_std", "numbers other than 0", *config.find("image_std"));
    }
  }
  return read;
}

}  // namespace

Result<Preprocessing> readPreprocessorConfig(const nlohmann::json& config, const std::string& file,
                                             ImageProcessor fallback) {
  if (!config.is_object()) {
    return failure({.code = PreprocessorError::notAnObject,
                    .file = file,
                    .problem = std::string("expected an object, found ") + config.type_name()});
  }
  PreprocessorReader reader(config, file);
  const Defaults defaults = defaultsOf(processorOf(reader, fallback));
  const Preprocessing steps{.resize = readResize(reader, defaults),
                            .centerCrop = readCrop(reader, defaults),
                            .rescale = readRescale(reader),
                            .normalize = readNormalization(reader)};
  if (reader.flag("do_pad", false)) {
    reader.fail(PreprocessorError::unsupportedOption, "do_pad", "padding is not supported");
  }
  if (const auto& ok = reader.result(); !ok) {
    return failure(ok.error());
  }
  return steps;
}

Preprocessing defaultPreprocessing(ImageSize size) {
  const Defaults defaults = defaultsOf(ImageProcessor::vit);
  return {.resize = Resize{.to = size, .filter = defaults.filter},
          .rescale = 1.0 / 255,
          .normalize = kHalves};
}

}  // namespace headscope
