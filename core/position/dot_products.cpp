#include "position/dot_products.h"

namespace headscope {

std::vector<double> dotProducts(const ConstMatrixRef& table, Index position) {
  if (position < 0 || position >= table.rows()) {
    return {};
  }
  const Eigen::RowVectorXd chosen = table.row(position).cast<double>();
  std::vector<double> products(static_cast<std::size_t>(table.rows()));
  for (Index other = 0; other < table.rows(); ++other) {
    products[static_cast<std::size_t>(other)] = table.row(other).cast<double>().dot(chosen);
  }
  return products;
}

}  // namespace headscope
