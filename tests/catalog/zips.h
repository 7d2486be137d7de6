#pragma once

#include <stdexcept>
#include <utility>
#include <vector>
#include <zip.h>

#include "catalog/files.h"

// Writes a zip with these members: name and content.
inline void writeZip(const std::filesystem::path& file,
                     const std::vector<std::pair<std::string, std::string>>& members) {
  int code = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  bool good = archive != nullptr;
  for (const auto& [name, content] : members) {
    zip_source_t* source =
        good ? zip_source_buffer(archive, content.data(), content.size(), 0) : nullptr;
    good = source != nullptr && zip_file_add(archive, name.c_str(), source, 0) >= 0;
  }
  if (!good || zip_close(archive) != 0) {
    throw std::runtime_error("cannot write " + file.string());
  }
}
