#include "analysis/cell_products.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace headscope {

CellProducts cellProducts(std::vector<CellTerm> terms) {
  CellProducts products{.terms = std::move(terms)};
  for (const CellTerm& term : products.terms) {
    products.sum += term.product();
  }
  std::ranges::stable_sort(products.terms, [](const CellTerm& a, const CellTerm& b) {
    return std::abs(a.product()) > std::abs(b.product());
  });
  return products;
}

CellProducts dotTerms(const CellArithmetic& cell) {
  std::vector<CellTerm> terms;
  for (std::size_t c = 0; c < cell.query.size(); ++c) {
    terms.push_back({.index = static_cast<int>(c),
                     .left = double{cell.query[c]},
                     .right = double{cell.key[c]}});
  }
  return cellProducts(std::move(terms));
}

RestOfProducts restAfter(const CellProducts& products, int shown) {
  RestOfProducts rest;
  for (std::size_t i = static_cast<std::size_t>(shown); i < products.terms.size(); ++i) {
    ++rest.count;
    rest.sum += products.terms[i].product();
  }
  return rest;
}

}  // namespace headscope
