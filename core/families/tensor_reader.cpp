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

Result<Affine> TensorReader::linear(std::span<const LinearPart> parts, Index in,
                                    LinearForm form) const {
  const bool turned = form.weight == LinearForm::Weight::outIn;
  // Shapes first: config.json may ask for more memory than there is.
  Index total = 0;
  for (const LinearPart& part : parts) {
    const auto rows = static_cast<std::uint64_t>(turned ? part.out : in);
    const auto columns = static_cast<std::uint64_t>(turned ? in : part.out);
    if (const auto info = require(part.name + ".weight", std::array{rows, columns}); !info) {
      return failure(info.error());
    }
    total += part.out;
  }
  Affine affine{.weight = PackedMatrix(in, total)};
  if (form.bias == Bias::present) {
    affine.bias.resize(total);
  }
  Index column = 0;
  for (const LinearPart& part : parts) {
    const auto weight = turned ? matrix(part.name + ".weight", part.out, in)
                               : matrix(part.name + ".weight", in, part.out);
    if (!weight) {
      return failure(weight.error());
    }
    if (turned) {
      affine.weight.setColumnsTransposed(column, *weight);
    } else {
      affine.weight.setColumns(column, *weight);
    }
    if (form.bias == Bias::present) {
      const auto bias = vector(part.name + ".bias", part.out);
      if (!bias) {
        return failure(bias.error());
      }
      affine.bias.segment(column, part.out) = *bias;
    }
    column += part.out;
  }
  return affine;
}

Result<Affine> TensorReader::linearByHead(const std::string& name, Index in, Index heads, Index dK,
                                          LinearForm form) const {
  const std::array part = {LinearPart{.name = name, .out = 3 * heads * dK}};
  const auto file = linear(part, in, form);
  if (!file) {
    return failure(file.error());
  }
  const Matrix weight = file->weight.unpacked();
  Affine sorted{.weight = PackedMatrix(in, weight.cols()), .bias = file->bias};
  for (Index head = 0; head < heads; ++head) {
    for (Index kind = 0; kind < 3; ++kind) {
      const Index from = (head * 3 + kind) * dK;
      const Index to = (kind * heads + head) * dK;
      sorted.weight.setColumns(to, weight.middleCols(from, dK));
      if (form.bias == Bias::present) {
        sorted.bias.segment(to, dK) = file->bias.segment(from, dK);
      }
    }
  }
  return sorted;
}

Result<NormWeights> TensorReader::norm(const std::string& name, Index size, Bias bias) const {
  const bool old = !has(name + ".weight") && has(name + ".gamma");
  auto weight = vector(name + (old ? ".gamma" : ".weight"), size);
  if (!weight) {
    return failure(weight.error());
  }
  NormWeights norm{.weight = std::move(*weight)};
  if (bias == Bias::present) {
    auto read = vector(name + (old ? ".beta" : ".bias"), size);
    if (!read) {
      return failure(read.error());
    }
    norm.bias = std::move(*read);
  }
  return norm;
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
