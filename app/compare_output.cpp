#include "compare_output.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <iterator>

namespace headscope {
namespace {

using Json = nlohmann::ordered_json;

std::string tokenAt(const Run& run, int index) {
  if (index < 0) {
    return "";
  }
  const std::string& text = shownText(run.tokens[static_cast<std::size_t>(index)]);
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// "tired/wide" where they differ.
std::string named(const Compared& compared, AlignedTokens pair) {
  const std::string first = tokenAt(compared.first, pair.first);
  const std::string second = tokenAt(compared.second, pair.second);
  return first == second ? first
                         : (first.empty() ? "–" : first) + "/" + (second.empty() ? "–" : second);
}

constexpr const char* kCannotDiffer =
    "This model is causal: a row sees what stands before it alone, and up to this one both texts "
    "are the same. So no head can differ here.";

std::string named(HeadId head) {
  return "L" + std::to_string(head.layer) + "·H" + std::to_string(head.head);
}

// Columns that a text takes: bytes that begin a code point.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

Json toJson(HeadId head) {
  return {{"layer", head.layer}, {"head", head.head}};
}

Json placeOf(int token) {
  return token < 0 ? Json() : Json(token);
}

void addSwing(Json& json, const Swing& swing) {
  json["swing"] = swing.swing;
  json["key"] = placeOf(swing.key.first);
  json["key2"] = placeOf(swing.key.second);
  json["before"] = swing.before;
  json["after"] = swing.after;
}

void printLine(const Compared& compared, const std::string& name, std::size_t width,
               const Swing& swing) {
  const std::size_t taken = columns(name);
  std::cout << name << std::string(taken < width ? width - taken : 1, ' ') << swing.swing << "  "
            << named(compared, swing.key) << ' ' << swing.before << " → " << swing.after << '\n';
}

void printHeads(const Compared& compared, std::size_t most) {
  const std::size_t count = std::min(most, compared.swings.size());
  std::cout << "row \"" << named(compared, compared.row) << "\": "
            << (compared.head ? "heads most like " + named(*compared.head) : "which head moved")
            << "\nhead     swing  key that changed most\n";
  for (std::size_t i = 0; i < count; ++i) {
    const HeadSwing& swing = compared.swings[i];
    printLine(compared, named(swing.head), 9, swing);
  }
  if (count < compared.swings.size()) {
    std::cout << "and " << compared.swings.size() - count
              << (compared.head ? " heads that are less alike\n" : " heads that moved less\n");
  }
}

void printRows(const Compared& compared, std::size_t most) {
  const std::size_t count = std::min(most, compared.rows.size());
  std::cout << named(compared.heads->first) << " and " << named(compared.heads->second) << ": "
            << meanSwing(compared.rows) << " of a row's attention is elsewhere, on average\n"
            << "row             swing  key that differs most\n";
  for (std::size_t i = 0; i < count; ++i) {
    const RowSwing& row = compared.rows[i];
    printLine(compared, named(compared, row.row), 16, row);
  }
  if (count < compared.rows.size()) {
    std::cout << "and " << compared.rows.size() - count << " rows that differ less\n";
  }
}

}  // namespace

std::vector<std::string> tokenTexts(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  std::ranges::transform(tokens, std::back_inserter(texts), &Token::text);
  return texts;
}

Json toJson(const Compared& compared) {
  Json json = {{"tokens", tokenTexts(compared.first.tokens)}};
  if (compared.heads) {
    json["heads"] = {toJson(compared.heads->first), toJson(compared.heads->second)};
    json["mean"] = meanSwing(compared.rows);
    json["rows"] = Json::array();
    for (const RowSwing& row : compared.rows) {
      Json line = {{"row", row.row.first}};
      addSwing(line, row);
      json["rows"].push_back(std::move(line));
    }
    return json;
  }
  json["tokens2"] = tokenTexts(compared.second.tokens);
  json["row"] = compared.row.first;
  json["row2"] = compared.row.second;
  if (compared.head) {
    json["head"] = toJson(*compared.head);
  }
  json["heads"] = Json::array();
  for (const HeadSwing& swing : compared.swings) {
    Json line = toJson(swing.head);
    addSwing(line, swing);
    json["heads"].push_back(std::move(line));
  }
  if (compared.cannotDiffer) {
    json["note"] = kCannotDiffer;
  }
  return json;
}

void printTable(const Compared& compared, int most) {
  std::cout << std::fixed << std::setprecision(3);
  if (compared.heads) {
    printRows(compared, static_cast<std::size_t>(most));
  } else {
    printHeads(compared, static_cast<std::size_t>(most));
  }
  if (compared.cannotDiffer) {
    std::cout << kCannotDiffer << '\n';
  }
}

}  // namespace headscope
