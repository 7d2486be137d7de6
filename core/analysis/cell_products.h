#pragma once

#include <vector>

#include "model/attention_source.h"

namespace headscope {

// One of the products that a number is the sum of.
struct CellTerm {
  int index = 0;  // of the dimension, the key or the step that it belongs to
  double left = 0;
  double right = 1;

  double product() const { return left * right; }
};

// A sum of products: those furthest from 0 first, of equal ones in the order of their index.
struct CellProducts {
  std::vector<CellTerm> terms;
  double sum = 0;  // of all of them
};

CellProducts cellProducts(std::vector<CellTerm> terms);
// Of q · k, a term for each dimension.
CellProducts dotTerms(const CellArithmetic& cell);

// What is left of a sum behind its first terms.
struct RestOfProducts {
  int count = 0;
  double sum = 0;
};
RestOfProducts restAfter(const CellProducts& products, int shown);

}  // namespace headscope
