#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/mapped_file.h"
#include "io/safetensors_header.h"

namespace headscope {

// A safetensors file, mapped: opening reads the header only. Const functions are safe to use from
// several threads.
class SafetensorsFile {
 public:
  // The errors of MappedFile::open and of parseSafetensorsHeader.
  static Result<SafetensorsFile> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return file_.path(); }
  const std::vector<TensorInfo>& tensors() const { return header_.tensors; }  // in file order
  const std::map<std::string, std::string>& metadata() const { return header_.metadata; }

  // Null where there is none of this name. Valid as long as the file object stays where it is.
  const TensorInfo* find(std::string_view name) const;

  // The tensor's bytes, little-endian and row-major, at any alignment. See stillWhole.
  // `info` is one of this file's tensors here and below.
  std::span<const std::byte> bytes(const TensorInfo& info) const;

  // MappedFile::stillWhole: to be asked before bytes() are touched. The functions below do so.
  Result<void> stillWhole() const { return file_.stillWhole(); }

  // The values of an F32, F16 or BF16 tensor. SafetensorsError::unsupportedDtype;
  // wrongOutputSize where out.size() is not elementCount(info.shape); IoError::shrunk.
  Result<void> readFloats(const TensorInfo& info, std::span<float> out) const;

  // The same piece by piece: elements first … first + out.size() - 1, after floatsReadable().
  Result<void> floatsReadable(const TensorInfo& info) const;
  void readFloatsAt(const TensorInfo& info, std::size_t first, std::span<float> out) const;

  // The values of an I64 or I32 tensor. SafetensorsError::unsupportedDtype; IoError::shrunk.
  Result<std::vector<std::int64_t>> readIntegers(const TensorInfo& info) const;

 private:
  SafetensorsFile(MappedFile file, SafetensorsHeader header);

  Result<void> checkReadable(const TensorInfo& info, std::span<const Dtype> accepted) const;

  MappedFile file_;
  SafetensorsHeader header_;
  std::unordered_map<std::string_view, std::size_t> indices_;  // keys are the tensors' names
};

}  // namespace headscope
