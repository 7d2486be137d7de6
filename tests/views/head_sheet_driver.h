#pragma once

#include <QAccessible>
#include <QTest>

#include "fake_source.h"
#include "views/head_sheet_view.h"

namespace headscope {

// Each head looks at one key alone, at the one of its own number; L1's heads at themselves.
inline std::shared_ptr<const FakeSource> stripesOf(int layers, int heads, int tokens = 4) {
  return std::make_shared<FakeSource>(
      AttentionShape{layers, heads, tokens, tokens}, [tokens](HeadId head, int query, int key) {
        const int seen = head.layer == 1 ? query : head.head % tokens;
        return key == seen ? 1.0F : 0.0F;
      });
}

// Previous: .1 in L0·H0, .2 in L0·H1, … Of L0·H1 and L1·H2 induction is earned.
inline std::vector<DealtCard> stripeCards(int layers, int heads) {
  std::vector<DealtCard> cards;
  for (int layer = 0; layer < layers; ++layer) {
    for (int head = 0; head < heads; ++head) {
      const double step = layer * heads + head + 1;
      cards.push_back({.head = {layer, head},
                       .card = {.text = {.previous = step / 10, .entropy = 1 / step}},
                       .labels = {}});
    }
  }
  cards[1].labels = {{HeadRole::induction, .45}};
  cards[static_cast<std::size_t>(heads) + 2].labels = {{HeadRole::induction, .66},
                                                       {HeadRole::previousToken, .6}};
  return cards;
}

// A sheet on the screen, and hands to drive it with.
struct ShownSheet {
  explicit ShownSheet(int layers = 2, int heads = 3, QSize size = {700, 500}) {
    view.resize(size);
    view.show();
    const auto source = stripesOf(layers, heads);
    selection.setBounds(source->shape());
    view.setSource(source);
    view.setCards(stripeCards(layers, heads));
    view.setFocus();
  }
  bool settle() {
    return QTest::qWaitFor([this] { return !view.isMakingPictures(); });
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(view.plot(), key, modifiers);
  }
  void click(HeadId head) {
    QTest::mouseClick(view.plot()->viewport(), Qt::LeftButton, {}, centreOf(head));
  }
  QPoint centreOf(HeadId head) {
    for (std::size_t i = 0; i < view.figure().cards.size(); ++i) {
      if (view.figure().cards[i].id == head) {
        return view.plot()->figureLayout().picture(static_cast<int>(i)).center().toPoint();
      }
    }
    return {-1, -1};
  }
  // Steps through a field with the keyboard to the entry that reads so.
  void choose(ChoiceField* field, const QString& entry) {
    field->setFocus();
    const int wanted = field->findText(entry);
    QVERIFY2(wanted >= 0, qPrintable(entry));
    while (field->currentIndex() != wanted) {
      const int before = field->currentIndex();
      QTest::keyClick(field, before < wanted ? Qt::Key_Down : Qt::Key_Up);
      QVERIFY(field->currentIndex() != before);
    }
  }
  QStringList names() const {
    QStringList all;
    for (const HeadSheetCard& card : view.figure().cards) {
      all << card.name;
    }
    return all;
  }
  QString name() {
    return QAccessible::queryAccessibleInterface(view.plot())->text(QAccessible::Name);
  }

  Selection selection;
  HeadSheetView view{&selection};
};

}  // namespace headscope
