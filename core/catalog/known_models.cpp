#include "catalog/known_models.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "catalog/digest.h"
#include "catalog/letter_case.h"
#include "catalog/safe_name.h"
#include "io/json.h"

namespace headscope {

std::string_view knownModelsJson();  // the embedded file

namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;
constexpr std::uint64_t kMostBytes = 1ull << 50;
constexpr std::uint64_t kMostHeadsOrLayers = 1u << 20;

// Reads the fields of nested objects and keeps the first thing found wrong, so that the code that
// fills an entry reads like the entry. After a fault every value is an empty one.
class ListReader {
 public:
  explicit ListReader(std::string file) : file_(std::move(file)) {}

  bool good() const { return !fault_; }
  Error takeFault() { return std::move(*fault_); }

  void fault(const std::string& place, std::string problem) {
    if (!fault_) {
      fault_ = Error{.code = CatalogError::invalidList,
                     .file = file_,
                     .place = place,
                     .problem = std::move(problem),
                     .remedy = "Correct the list of known models"};
    }
  }

  const Json& field(const Json& object, const std::string& place, const char* key,
                    Json::value_t type, const char* typeName) {
    static const Json kNothing;
    if (!good()) {
      return kNothing;
    }
    if (!object.is_object()) {
      fault(place, "is not an object");
      return kNothing;
    }
    const auto found = object.find(key);
    if (found == object.end()) {
      fault(place, std::string("lacks \"") + key + "\"");
      return kNothing;
    }
    if (found->type() != type) {
      fault(place + "." + key, std::string("is not ") + typeName);
      return kNothing;
    }
    return *found;
  }

  std::string text(const Json& object, const std::string& place, const char* key) {
    const Json& value = field(object, place, key, Json::value_t::string, "a text");
    return value.is_string() ? value.get<std::string>() : std::string();
  }

  std::string filledText(const Json& object, const std::string& place, const char* key) {
    std::string value = text(object, place, key);
    if (value.empty()) {
      fault(place + "." + key, "is empty");
    }
    return value;
  }

  std::string hash(const Json& object, const std::string& place) {
    std::string value = text(object, place, "sha256");
    if (!isSha256(value)) {
      fault(place + ".sha256", "is not 64 lower-case hexadecimal digits");
    }
    return value;
  }

  std::uint64_t count(const Json& object, const std::string& place, const char* key,
                      std::uint64_t most) {
    const Json& value =
        field(object, place, key, Json::value_t::number_unsigned, "a whole number from 1 up");
    const std::uint64_t number = value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
    if (number < 1 || number > most) {
      fault(place + "." + key, "must be between 1 and " + std::to_string(most));
      return 0;
    }
    return number;
  }

  const Json& list(const Json& object, const std::string& place, const char* key) {
    const Json& value = field(object, place, key, Json::value_t::array, "a list");
    if (value.empty()) {
      fault(place + "." + key, "is empty");
    }
    return value;
  }

 private:
  std::string file_;
  std::optional<Error> fault_;
};

std::string indexed(const std::string& place, const char* key, std::size_t index) {
  return place + (place.empty() ? "" : ".") + key + "[" + std::to_string(index) + "]";
}

ModelFile readFile(ListReader& reader, const Json& json, const std::string& place) {
  ModelFile file;
  file.name = reader.text(json, place, "name");
  if (!staysInside(file.name)) {
    reader.fault(place + ".name", "\"" + file.name + "\" leads out of the model's folder");
  }
  file.sha256 = reader.hash(json, place);
  file.bytes = reader.count(json, place, "bytes", kMostBytes);
  return file;
}

PypiSource readPypiSource(ListReader& reader, const Json& json, const std::string& place) {
  PypiSource source;
  source.package = reader.text(json, place, "package");
  if (!isModelName(source.package)) {  // package names are made of the same characters
    reader.fault(place + ".package", "\"" + source.package + "\" is not a package name");
  }
  source.version = reader.text(json, place, "version");
  if (!isModelName(source.version)) {
    reader.fault(place + ".version", "\"" + source.version + "\" is not a version");
  }
  const Json& wheel = reader.field(json, place, "wheel", Json::value_t::object, "an object");
  source.wheelSha256 = reader.hash(wheel, place + ".wheel");
  source.wheelBytes = reader.count(wheel, place + ".wheel", "bytes", kMostBytes);
  if (json.is_object() && json.contains("archive")) {
    const Json& archive = reader.field(json, place, "archive", Json::value_t::object, "an object");
    source.archive = reader.filledText(archive, place + ".archive", "path");
    source.archiveBytes = reader.count(archive, place + ".archive", "bytes", kMostBytes);
  }
  source.memberPrefix = reader.text(json, place, "member_prefix");
  return source;
}

KnownModel readModel(ListReader& reader, const Json& json, const std::string& place) {
  KnownModel model;
  model.name = reader.text(json, place, "name");
  if (!isModelName(model.name)) {
    reader.fault(place + ".name", "\"" + model.name + "\" cannot be the name of a folder");
  }
  model.title = reader.filledText(json, place, "title");
  model.family = reader.filledText(json, place, "family");
  model.licence = reader.filledText(json, place, "licence");
  model.layers = static_cast<int>(reader.count(json, place, "layers", kMostHeadsOrLayers));
  model.heads = static_cast<int>(reader.count(json, place, "heads", kMostHeadsOrLayers));
  model.dModel = static_cast<int>(reader.count(json, place, "d_model", kMostHeadsOrLayers));
  std::set<std::string> names;
  const Json& files = reader.list(json, place, "files");
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string filePlace = indexed(place, "files", i);
    model.files.push_back(readFile(reader, files[i], filePlace));
    if (!names.insert(model.files.back().name).second) {
      reader.fault(filePlace + ".name", "stands twice in the list");
    }
  }
  const Json& sources = reader.list(json, place, "sources");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string sourcePlace = indexed(place, "sources", i);
    const std::string kind = reader.text(sources[i], sourcePlace, "kind");
    if (kind == "pypi") {
      model.sources.emplace_back(readPypiSource(reader, sources[i], sourcePlace));
    } else {
      reader.fault(sourcePlace + ".kind", "\"" + kind + "\" is not a known kind (pypi)");
    }
  }
  return model;
}

}  // namespace

std::uint64_t totalBytes(const KnownModel& model) {
  std::uint64_t sum = 0;
  for (const ModelFile& file : model.files) {
    sum += file.bytes;
  }
  return sum;
}

Result<std::vector<KnownModel>> knownModels() {
  return parseKnownModels(knownModelsJson(), "known_models.json");
}

Result<std::vector<KnownModel>> parseKnownModels(std::string_view json, const std::string& file) {
  const Result<Json> parsed = parseJson(json, file, DuplicateKeys::reject);
  if (!parsed) {
    return failure(parsed.error());
  }
  ListReader reader(file);
  if (reader.count(*parsed, "", "format", std::numeric_limits<int>::max()) != kFormat) {
    reader.fault("format", "is not " + std::to_string(kFormat));
  }
  std::vector<KnownModel> models;
  std::set<std::string> names;
  const Json& list = reader.list(*parsed, "", "models");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string place = indexed("", "models", i);
    models.push_back(readModel(reader, list[i], place));
    if (!names.insert(lowerCased(models.back().name)).second) {
      reader.fault(place + ".name", "stands twice in the list");
    }
  }
  if (!reader.good()) {
    return failure(reader.takeFault());
  }
  return models;
}

Result<KnownModel> findKnownModel(std::span<const KnownModel> models, std::string_view name) {
  const std::string wanted = lowerCased(name);
  const auto found = std::find_if(models.begin(), models.end(), [&wanted](const KnownModel& model) {
    return lowerCased(model.name) == wanted;
  });
  if (found != models.end()) {
    return *found;
  }
  std::string names;
  for (const KnownModel& model : models) {
    names += (names.empty() ? "" : ", ") + model.name;
  }
  return failure({.code = CatalogError::unknownModel,
                  .place = "model \"" + std::string(name) + "\"",
                  .problem = "is not a known model",
                  .remedy = "Known models: " + names});
}

}  // namespace headscope
