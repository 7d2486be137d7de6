#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "fake_source.h"
#include "test_class.h"
#include "views/links_view.h"

namespace headscope::test_links_arcs {

namespace {

using Part = LinksHit::Part;

QStringList words(int count) {
  QStringList result;
  for (int i = 0; i < count; ++i) {
    result << QStringLiteral("w%1").arg(i);
  }
  return result;
}

// Each query looks at the one before it with 0.9 and at the first with 0.1; shown as arcs.
struct Shown {
  explicit Shown(int queries, int keys = 0) {
    keys = keys > 0 ? keys : queries;
    view.resize(700, 500);
    view.show();
    const auto source = std::make_shared<FakeSource>(
        AttentionShape{1, 3, queries, keys}, [](HeadId, int query, int key) {
          return key == std::max(0, query - 1) ? .9F : key == 0 ? .1F : 0.0F;
        });
    selection.setBounds(source->shape());
    view.setArrangement(LinksArrangement::arcs);
    view.setSource(source, {words(queries), words(keys)}, 1);
    view.setFocus();
  }
  const LinksLayout& layout() { return view.plot()->figureLayout(); }
  void click(Part part, int token, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(view.plot()->viewport(), Qt::LeftButton, modifiers,
                      layout().label(part, token).center().toPoint());
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(view.plot(), key, modifiers);
  }
  void turnWheel(int notches, Qt::KeyboardModifiers modifiers = {}, QPoint at = {350, 200}) {
    QWheelEvent wheel(at, view.plot()->viewport()->mapToGlobal(at), {}, {0, 120 * notches},
                      Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.plot()->viewport(), &wheel);
  }
  std::vector<int> cell() const { return {selection.query(), selection.key()}; }
  QScrollBar* bar() { return view.plot()->horizontalScrollBar(); }

  Selection selection;
  LinksView view{&selection};
};

}  // namespace

class TestLinksArcs : public QObject {
  Q_OBJECT
 private slots:
  void theHeaderChangesBetweenThem();
  void aKeyDoes();
  void twoTextsHaveColumns();
  void clicksChooseAndSum();
  void thePointerPreviews();
  void keysGoAlongTheText();
  void theWheelMovesTheText();
  void wordsAreSpread();
  void whatIsChosenComesInSight();
  void theTagSaysWhichAttention();
  void aFileHasTheArcs();
};

void TestLinksArcs::theHeaderChangesBetweenThem() {
  Shown s(6);
  QVERIFY(s.layout().arcs() != nullptr);
  const QString caption = s.view.header()->caption();
  QSignalSpy changed(&s.view, &LinksView::arrangementChanged);
  QToolButton* columns = s.view.header()->arrangementButton(LinksArrangement::columns);
  QToolButton* arcs = s.view.header()->arrangementButton(LinksArrangement::arcs);
  QVERIFY(arcs->isChecked() && arcs->isEnabled());
  QVERIFY(!arcs->accessibleName().isEmpty() && (arcs->focusPolicy() & Qt::TabFocus) != 0);
  QTest::mouseClick(columns, Qt::LeftButton);
  QVERIFY(s.layout().arcs() == nullptr);
  QVERIFY(columns->isChecked());
  QCOMPARE(s.view.header()->caption(), caption);  // the same links are drawn
  QTest::keyClick(arcs, Qt::Key_Space);
  QVERIFY(s.layout().arcs() != nullptr);
  QCOMPARE(changed.size(), 2);
}

void TestLinksArcs::aKeyDoes() {
  Shown s(6);
  s.press(Qt::Key_A);
  QVERIFY(s.view.arrangement() == LinksArrangement::columns);
  s.press(Qt::Key_A);
  QVERIFY(s.view.arrangement() == LinksArrangement::arcs);
  QVERIFY(s.view.header()->arrangementButton(LinksArrangement::arcs)->isChecked());
}

void TestLinksArcs::twoTextsHaveColumns() {
  Shown s(3, 5);
  QVERIFY(s.layout().arcs() == nullptr);
  QToolButton* arcs = s.view.header()->arrangementButton(LinksArrangement::arcs);
  QVERIFY(!arcs->isEnabled());
  QVERIFY(arcs->toolTip().contains(QStringLiteral("one text")));
  QVERIFY(s.view.header()->arrangementButton(LinksArrangement::columns)->isChecked());
  QVERIFY(s.view.arrangement() == LinksArrangement::arcs);  // of the next text again
  s.press(Qt::Key_Down);
  QCOMPARE(s.cell(), (std::vector<int>{1, -1}));
}

void TestLinksArcs::clicksChooseAndSum() {
  Shown s(6);
  s.click(Part::query, 3);
  QCOMPARE(s.cell(), (std::vector<int>{3, -1}));
  s.click(Part::key, 2);
  QCOMPARE(s.cell(), (std::vector<int>{3, 2}));
  s.click(Part::query, 5, Qt::ControlModifier);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{3, 5}));
  QCOMPARE(s.view.header()->title(), QStringLiteral("w3 + w5, summed"));
  QCOMPARE(s.view.figure().sums.front(), (std::vector<float>{.2F, 0, .9F, 0, .9F, 0}));
  QTest::mouseClick(s.view.plot()->viewport(), Qt::LeftButton, {},
                    s.layout().arcs()->arcRoom().center().toPoint());
  QCOMPARE(s.cell(), (std::vector<int>{5, 2}));
}

void TestLinksArcs::thePointerPreviews() {
  Shown s(6);
  const auto moveTo = [&s](QPointF point) {
    QTest::mouseMove(s.view.plot()->viewport(), point.toPoint());
    QCoreApplication::processEvents();
  };
  moveTo(s.layout().label(Part::query, 4).center());
  QCOMPARE(s.view.figure().previewQuery, 4);
  QCOMPARE(s.layout().strong().size(), std::size_t{2});
  moveTo(s.layout().label(Part::key, 0).center());
  QCOMPARE(s.view.figure().previewKey, 0);
  QCOMPARE(s.layout().strong().size(), std::size_t{6});  // all look at the first
  moveTo(s.layout().arcs()->arcRoom().center());
  QCOMPARE(s.view.figure().previewKey, -1);
}

void TestLinksArcs::keysGoAlongTheText() {
  Shown s(6);
  s.press(Qt::Key_Right);
  s.press(Qt::Key_Right);
  QCOMPARE(s.cell(), (std::vector<int>{2, -1}));
  s.press(Qt::Key_Return);
  QCOMPARE(s.cell(), (std::vector<int>{2, 1}));
  s.press(Qt::Key_Right, Qt::ShiftModifier);
  s.press(Qt::Key_Down);
  QCOMPARE(s.cell(), (std::vector<int>{2, 3}));
  s.press(Qt::Key_Up);
  s.press(Qt::Key_Left, Qt::ShiftModifier);
  QCOMPARE(s.cell(), (std::vector<int>{2, 1}));
  s.press(Qt::Key_Left);
  QCOMPARE(s.cell(), (std::vector<int>{1, 1}));
  s.press(Qt::Key_Space);
  s.press(Qt::Key_End);
  QCOMPARE(s.view.figure().queries, (std::vector<int>{1, 5}));
  s.press(Qt::Key_Escape);
  QCOMPARE(s.cell(), (std::vector<int>{5, -1}));
  QAccessible::setActive(true);
  const auto* read = QAccessible::queryAccessibleInterface(s.view.plot());
  QCOMPARE(read->text(QAccessible::Name),
           QStringLiteral("query w5, strongest key w4, weight 0.900, L0·H0"));
  QVERIFY(read->text(QAccessible::Description).startsWith(QStringLiteral("Arcs from queries")));
}

void TestLinksArcs::theWheelMovesTheText() {
  Shown s(120);
  QVERIFY(s.bar()->maximum() > 500);
  QCOMPARE(s.view.plot()->verticalScrollBar()->maximum(), 0);
  s.turnWheel(-1);
  const int once = s.bar()->value();
  QVERIFY(once > 0);
  QVERIFY(s.layout().queriesInSight().first > 0);
  QCOMPARE(s.cell(), (std::vector<int>{0, -1}));
  s.turnWheel(1);
  QCOMPARE(s.bar()->value(), 0);
  // As columns it scrolls down, and not to its sides.
  s.press(Qt::Key_A);
  QCOMPARE(s.bar()->maximum(), 0);
  QVERIFY(s.view.plot()->verticalScrollBar()->maximum() > 500);
}

void TestLinksArcs::wordsAreSpread() {
  Shown s(120);
  const double before = s.layout().arcs()->spacing();
  s.press(Qt::Key_Plus);
  QVERIFY(std::abs(s.layout().arcs()->spacing() / before - 1.25) < 1e-9);
  s.press(Qt::Key_Minus);
  QVERIFY(std::abs(s.layout().arcs()->spacing() / before - 1) < 1e-9);
  for (int i = 0; i < 40; ++i) {
    s.press(Qt::Key_Minus);
  }
  QCOMPARE(s.bar()->maximum(), 0);  // no closer than all of it in sight
  for (int i = 0; i < 40 && s.layout().arcs()->spacing() < 1; ++i) {
    s.press(Qt::Key_Equal);
  }
  QCOMPARE(s.layout().arcs()->spacing(), 1.0);  // where labels lie
  s.press(Qt::Key_0);
  QCOMPARE(s.layout().arcs()->spacing(), before);
  // By the wheel the word under the pointer stays there.
  s.bar()->setValue(400);
  const QPoint at(300, 200);
  const int token = s.layout().arcs()->tokenAt(at.x());
  const double place = s.layout().arcs()->centre(token);
  s.turnWheel(2, Qt::ControlModifier, at);
  QVERIFY(s.layout().arcs()->spacing() > 1.5 * before);
  QVERIFY(std::abs(s.layout().arcs()->centre(token) - place) < 1.5);
  QCOMPARE(s.cell(), (std::vector<int>{0, -1}));
}

void TestLinksArcs::whatIsChosenComesInSight() {
  Shown s(120);
  s.press(Qt::Key_End);
  QCOMPARE(s.bar()->value(), s.bar()->maximum());
  QVERIFY(s.layout().queriesInSight().contains(119));
  s.press(Qt::Key_PageUp);
  QVERIFY(s.selection.query() < 100);
  s.selection.setCell(3, 2);
  QVERIFY(s.layout().keysInSight().contains(2) && s.layout().queriesInSight().contains(3));
  s.press(Qt::Key_A);
  s.selection.setCell(90, 2);
  s.press(Qt::Key_A);
  QVERIFY(s.layout().queriesInSight().contains(90));
}

void TestLinksArcs::theTagSaysWhichAttention() {
  Shown s(4);
  QCOMPARE(s.view.header()->tag(), QString());
  s.view.setTag(QStringLiteral("decoder"));
  QCOMPARE(s.view.header()->tag(), QStringLiteral("decoder"));
  const auto labels = s.view.header()->findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
    return label->text() == QStringLiteral("decoder") && label->isVisible();
  }));
  s.view.setTag({});
  QVERIFY(std::ranges::none_of(labels, [](const QLabel* label) {
    return label->text() == QStringLiteral("decoder") && label->isVisible();
  }));
}

void TestLinksArcs::aFileHasTheArcs() {
  Shown s(120);
  s.press(Qt::Key_End);
  QImage image(700, 500, QImage::Format_RGB32);
  QPainter painter(&image);
  s.view.figurePaint()(painter, QSizeF(image.size()));
  painter.end();
  const Theme& light = theme(ThemeKind::light);
  QCOMPARE(image.pixelColor(2, 2), light.canvas);
  // The chosen word's arc goes to the one before it, at the right end of what is seen.
  int accented = 0;
  for (int y = 250; y < 450; ++y) {
    for (int x = 600; x < 690; ++x) {
      const QColor color = image.pixelColor(x, y);
      accented += std::abs(color.red() - light.accent.red()) +
                              std::abs(color.green() - light.accent.green()) <
                          80
                      ? 1
                      : 0;
    }
  }
  QVERIFY2(accented > 50, qPrintable(QString::number(accented)));
}

HEADSCOPE_TEST(TestLinksArcs)

}  // namespace headscope::test_links_arcs

#include "test_links_arcs.moc"
