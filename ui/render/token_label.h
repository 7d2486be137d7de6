#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "model/attention_source.h"
#include "text/token.h"

namespace headscope {

// What stands on the axes of a map, as the tokenizer gives it.
struct TokenLabels {
  QStringList queries;  // (n_query)
  QStringList keys;     // (n_key)
};

// A token as a person can see it: spaces at its ends become ␣, line ends ↵, tabs ⇥, and other
// characters without a shape their code point, "U+200B". Other tokens are returned unchanged.
QString visibleToken(const QString& token);

// "L3·H1"; both count from 0.
QString headName(HeadId head);

// The labels of a run's tokens, in their order.
QStringList tokenLabels(const std::vector<Token>& tokens);

}  // namespace headscope
