#include "families/tensor_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "io/float_formats.h"

namespace headscope {
namespace {

void readFloatsAt(Dtype dtype, std::span<const std::byte> bytes, std::span<float> out) {
  if (dtype == Dtype::f16) {
    f16ToFloats(bytes, out);
  } else if (dtype == Dtype::bf16) {
    bf16ToFloats(bytes, out);
  } else {
    std::memcpy(out.data(), bytes.data(), out.size_bytes());
  }
}

}  // namespace

TensorReader::TensorReader(std::shared_ptr<const SafetensorsFile> file,
                           std::vector<std::string> prefixes)
    : file_(std::move(file)), prefixes_(std::move(prefixes)) {}

const TensorInfo* TensorReader::find(const std::string& name) const {
  for (const std::string& prefix : prefixes_) {
    if (const TensorInfo* info = file_->find(prefix + name)) {
      return info;
    }
  }
  return nullptr;
}

Result<const TensorInfo*> TensorReader::require(const std::string& name,
                                                std::span<const std::uint64_t> shape) const {
  const TensorInfo* info = find(name);
  if (info == nullptr) {
    return failure({.code = FamilyError::missingTensor,
                    .file = file_->path().string(),
                    .place = "tensor '" + prefixes_.front() + name + "'",
                    .problem = "the file does not have it",
                    .remedy = "Check that config.json and model.safetensors belong together"});
  }
  if (!std::equal(shape.begin(), shape.end(), info->shape.begin(), info->shape.end())) {
    return failure({.code = FamilyError::tensorShape,
                    .file = file_->path().string(),
                    .place = "tensor '" + info->name + "'",
                    .problem = "config.json asks for the shape " + shapeText(shape) +
                               ", the file has " + shapeText(info->shape),
                    .remedy = "Check that config.json and model.safetensors belong together"});
  }
  return info;
}

Result<Matrix> TensorReader::matrix(const std::string& name, Index rows, Index columns) const {
  const std::array shape = {static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns)};
  const auto info = require(name, shape);
  if (!info) {
    return failure(info.error());
  }
  Matrix matrix(rows, columns);
  const std::span<float> out(matrix.data(), static_cast<std::size_t>(matrix.size()));
  if (auto read = file_->readFloats(**info, out); !read) {
    return failure(read.error());
  }
  return matrix;
}

Result<Eigen::RowVectorXf> TensorReader::vector(const std::string& name, Index size) const {
  const std::array shape = {static_cast<std::uint64_t>(size)};
  const auto info = require(name, shape);
  if (!info) {
    return failure(info.error());
  }
  Eigen::RowVectorXf vector(size);
  const std::span<float> out(vector.data(), static_cast<std::size_t>(size));
  if (auto read = file_->readFloats(**info, out); !read) {
    return failure(read.error());
  }
  return vector;
}

Result<Affine> TensorReader::joined(std::span<const std::string> names, Index in, Index out) const {
  // Shapes first: config.json may ask for more memory than there is.
  const std::array weightShape = {static_cast<std::uint64_t>(out), static_cast<std::uint64_t>(in)};
  for (const std::string& name : names) {
    if (const auto info = require(name + ".weight", weightShape); !info) {
      return failure(info.error());
    }
  }
  const Index total = out * static_cast<Index>(names.size());
  Affine affine{.weight = PackedMatrix(in, total), .bias = Eigen::RowVectorXf(total)};
  Index column = 0;
  for (const std::string& name : names) {
    const auto weight = matrix(name + ".weight", out, in);
    if (!weight) {
      return failure(weight.error());
    }
    const auto bias = vector(name + ".bias", out);
    if (!bias) {
      return failure(bias.error());
    }
    affine.weight.setColumnsTransposed(column, *weight);
    affine.bias.segment(column, out) = *bias;
    column += out;
  }
  return affine;
}

Result<NormWeights> TensorReader::norm(const std::string& name, Index size) const {
  const bool old = !has(name + ".weight") && has(name + ".gamma");
  auto weight = vector(name + (old ? ".gamma" : ".weight"), size);
  if (!weight) {
    return failure(weight.error());
  }
  auto bias = vector(name + (old ? ".beta" : ".bias"), size);
  if (!bias) {
    return failure(bias.error());
  }
  return NormWeights{.weight = std::move(*weight), .bias = std::move(*bias)};
}

Result<std::function<void(Index row, std::span<float> out)>> TensorReader::rows(
    const std::string& name, Index rows, Index columns) const {
  const std::array shape = {static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns)};
  const auto info = require(name, shape);
  if (!info) {
    return failure(info.error());
  }
  const Dtype dtype = (*info)->dtype;
  if (dtype != Dtype::f32 && dtype != Dtype::f16 && dtype != Dtype::bf16) {
    // The one place that words this error.
    return failure(file_->readFloats(**info, {}).error());
  }
  const std::span<const std::byte> bytes = file_->bytes(**info);
  const std::size_t rowBytes = bytes.size() / static_cast<std::size_t>(rows);
  return [file = file_, dtype, bytes, rowBytes](Index row, std::span<float> out) {
    readFloatsAt(dtype, bytes.subspan(static_cast<std::size_t>(row) * rowBytes, rowBytes), out);
  };
}

}  // namespace headscope
