#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include <QString>
#include <QStringList>
#include <QTest>

#include "text/aligned_text.h"

// Texts and tokens written so that a test can compare them with a literal.
namespace headscope {

inline QString shown(AlignedView text) {
  return QString::fromStdString(toUtf8(text));
}

inline QString shown(const TextSpan& span) {
  return QStringLiteral("%1-%2").arg(span.begin).arg(span.end);
}

// "0-1 1-3": a range a character.
inline QString shownSpans(AlignedView text) {
  QStringList spans;
  for (const AlignedChar& character : text) {
    spans += shown(character.from);
  }
  return spans.join(QLatin1Char(' '));
}

// "hello:0-5 ##s:5-6": texts and ranges.
inline QString shown(const std::vector<Token>& tokens) {
  QStringList words;
  for (const Token& token : tokens) {
    words += QString::fromStdString(token.text) + QLatin1Char(':') + shown(token.span);
  }
  return words.join(QLatin1Char(' '));
}

inline AlignedText aligned(const QString& text) {
  return alignedText(text.toStdString());
}

// A test's table whose cells are UTF-8 texts: its columns, then a row at a time.
inline void textColumns(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    QTest::addColumn<QString>(name);
  }
}

inline void textRow(const char* name, std::initializer_list<const char*> cells) {
  QTestData& row = QTest::newRow(name);
  for (const char* cell : cells) {
    row << QString::fromUtf8(cell);
  }
}

}  // namespace headscope
