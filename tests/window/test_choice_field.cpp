#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "test_class.h"
#include "views/choice_field.h"

namespace headscope::test_choice_field {

class TestChoiceField : public QObject {
  Q_OBJECT
 private slots:
  void itsNameIsItsAccessibleName();
  void whatIsShownIsToldToNobody();
  void whatIsChosenByKeyIsTold();
  void theWheelPassesUntilItHasTheFocus();
};

namespace {

struct Shown {
  Shown() {
    field.addItems({QStringLiteral("none"), QStringLiteral("causal"), QStringLiteral("padding")});
    field.show();
  }
  ChoiceField field{QStringLiteral("mask")};
};

}  // namespace

void TestChoiceField::itsNameIsItsAccessibleName() {
  const Shown shown;
  QCOMPARE(shown.field.accessibleName(), QStringLiteral("mask"));
  QVERIFY(shown.field.sizeHint().width() >= shown.field.minimumSizeHint().width());
}

void TestChoiceField::whatIsShownIsToldToNobody() {
  Shown shown;
  QSignalSpy changes(&shown.field, &QComboBox::currentIndexChanged);
  QSignalSpy choices(&shown.field, &QComboBox::activated);
  shown.field.showIndex(2);
  QCOMPARE(shown.field.currentText(), QStringLiteral("padding"));
  QCOMPARE(changes.count() + choices.count(), 0);
}

void TestChoiceField::whatIsChosenByKeyIsTold() {
  Shown shown;
  QSignalSpy choices(&shown.field, &QComboBox::activated);
  QTest::keyClick(&shown.field, Qt::Key_Down);
  QCOMPARE(choices.count(), 1);
  QCOMPARE(choices.front().front().toInt(), 1);
}

// A panel that scrolls under the pointer must not change what lies there.
void TestChoiceField::theWheelPassesUntilItHasTheFocus() {
  Shown shown;
  shown.field.clearFocus();
  QWheelEvent event(QPointF(5, 5), shown.field.mapToGlobal(QPointF(5, 5)), {}, {0, -120},
                    Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&shown.field, &event);
  QCOMPARE(shown.field.currentIndex(), 0);
  QVERIFY(!event.isAccepted());
}

HEADSCOPE_TEST(TestChoiceField)

}  // namespace headscope::test_choice_field

#include "test_choice_field.moc"
