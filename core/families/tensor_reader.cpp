#include "families/tensor_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "io/tensor_shape.h"
#include "io/text_place.h"

namespace headscope {
namespace {

std::array<std::uint64_t, 2> matrixShape(Index rows, Index columns) {
  return {static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns)};
}

// (out, in) as the file has it.
std::vector<std::uint64_t> turnedShape(const LinearPart& part, Index in) {
  std::vector<std::uint64_t> shape = {static_cast<std::uint64_t>(part.out)};
  if (part.inputAxes.empty()) {
    shape.push_back(static_cast<std::uint64_t>(in));
  }
  shape.insert(shape.end(), part.inputAxes.begin(), part.inputAxes.end());
  return shape;
}

// Which row of the file is row `row` of the layer.
Index rowInFile(const LinearPart& part, Index row) {
  if (part.alternating == 0) {
    return row;
  }
  const Index within = row % part.alternating;
  const Index half = part.alternating / 2;
  return row - within + 2 * (within % half) + within / half;
}

}  // namespace

TensorReader::TensorReader(std::shared_ptr<const TensorStore> store,
                           std::vector<std::string> prefixes)
    : store_(std::move(store)), prefixes_(std::move(prefixes)) {}

std::optional<StoredTensor> TensorReader::find(const std::string& name) const {
  for (const std::string& prefix : prefixes_) {
    if (const auto tensor = store_->find(prefix + name)) {
      return tensor;
    }
  }
  return std::nullopt;
}

std::optional<std::span<const std::uint64_t>> TensorReader::shapeOf(const std::string& name) const {
  const auto tensor = find(name);
  return tensor ? std::optional(tensor->shape) : std::nullopt;
}

Result<StoredTensor> TensorReader::require(const std::string& name,
                                           std::span<const std::uint64_t> shape) const {
  const auto tensor = find(name);
  const auto fail = [&](FamilyError code, const std::string& called, std::string problem) {
    return failure({.code = code,
                    .file = store_->path().string(),
                    .place = "tensor " + inQuotes(called),
                    .problem = std::move(problem),
                    .remedy = std::string(store_->mismatchRemedy())});
  };
  if (!tensor) {
    return fail(FamilyError::missingTensor, prefixes_.front() + name, "the file does not have it");
  }
  if (!store_->hasShape(*tensor, shape)) {
    return fail(FamilyError::tensorShape, std::string(tensor->name),
                "the configuration asks for the shape " + shapeText(shape) + ", the file has " +
                    shapeText(tensor->shape));
  }
  if (const auto readable = store_->readable(*tensor); !readable) {
    return failure(readable.error());
  }
  return *tensor;
}

Result<Matrix> TensorReader::matrix(const std::string& name, Index rows, Index columns) const {
  return folded(name, matrixShape(rows, columns));
}

Result<Matrix> TensorReader::folded(const std::string& name,
                                    std::span<const std::uint64_t> shape) const {
  const auto tensor = require(name, shape);
  if (!tensor) {
    return failure(tensor.error());
  }
  const auto rows = elementCount(shape.first(shape.size() - 1));
  Matrix matrix(static_cast<Index>(*rows), static_cast<Index>(shape.back()));
  store_->read(*tensor, 0, {matrix.data(), static_cast<std::size_t>(matrix.size())});
  return matrix;
}

Result<Eigen::RowVectorXf> TensorReader::vector(const std::string& name, Index size) const {
  const std::array shape = {static_cast<std::uint64_t>(size)};
  const auto tensor = require(name, shape);
  if (!tensor) {
    return failure(tensor.error());
  }
  Eigen::RowVectorXf vector(size);
  store_->read(*tensor, 0, {vector.data(), static_cast<std::size_t>(size)});
  return vector;
}

// A panel at a time, so that what is read is still near when it is turned.
void TensorReader::readTurned(const StoredTensor& weight, const LinearPart& part, Index column,
                              PackedMatrix& into) const {
  const Index in = into.rows();
  Matrix rows(PackedMatrix::kPanel, in);
  for (Index first = 0; first < part.out; first += PackedMatrix::kPanel) {
    const Index count = std::min(PackedMatrix::kPanel, part.out - first);
    for (Index i = 0; i < count; ++i) {
      store_->read(weight, static_cast<std::size_t>(rowInFile(part, first + i) * in),
                   {rows.row(i).data(), static_cast<std::size_t>(in)});
    }
    into.setColumnsTransposed(column + first, rows.topRows(count));
  }
}

Result<Affine> TensorReader::linear(std::span<const LinearPart> parts, Index in,
                                    LinearForm form) const {
  const bool turned = form.weight == LinearForm::Weight::outIn;
  // Shapes first: the configuration may ask for more memory than there is.
  Index total = 0;
  std::vector<StoredTensor> weights;
  for (const LinearPart& part : parts) {
    const std::array fileShape = matrixShape(in, part.out);
    const auto weight = turned ? require(part.name + ".weight", turnedShape(part, in))
                               : require(part.name + ".weight", fileShape);
    if (!weight) {
      return failure(weight.error());
    }
    weights.push_back(*weight);
    total += part.out;
  }
  Affine affine{.weight = PackedMatrix(in, total)};
  if (form.bias == Bias::present) {
    affine.bias.resize(total);
  }
  Index column = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const LinearPart& part = parts[i];
    if (turned) {
      readTurned(weights[i], part, column, affine.weight);
    } else {
      Matrix weight(in, part.out);
      store_->read(weights[i], 0, {weight.data(), static_cast<std::size_t>(weight.size())});
      affine.weight.setColumns(column, weight);
    }
    if (form.bias == Bias::present) {
      const auto bias = vector(part.name + ".bias", part.out);
      if (!bias) {
        return failure(bias.error());
      }
      for (Index row = 0; row < part.out; ++row) {
        affine.bias(column + row) = (*bias)(rowInFile(part, row));
      }
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
  const auto tensor = require(name, matrixShape(rows, columns));
  if (!tensor) {
    return failure(tensor.error());
  }
  return [store = store_, tensor = *tensor](Index row, std::span<float> out) {
    store->read(tensor, static_cast<std::size_t>(row) * out.size(), out);
  };
}

}  // namespace headscope
