#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include <QtTest>

#include "catalog/digest.h"

// Files of a test in its temporary folder.

inline std::filesystem::path folderOf(const QTemporaryDir& folder) {
  return folder.path().toStdString();
}

inline void writeText(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

inline std::string readText(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::string hashOf(const std::string& text) {
  return headscope::sha256Of(std::as_bytes(std::span(text))).value();
}
