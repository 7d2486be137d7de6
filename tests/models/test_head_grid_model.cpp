#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/head_grid_model.h"
#include "test_class.h"

namespace headscope::test_head_grid_model {

namespace {

QImage dot(const QColor& color) {
  QImage image(1, 1, QImage::Format_RGB32);
  image.fill(color);
  return image;
}

}  // namespace

class TestHeadGridModel : public QObject {
  Q_OBJECT
 private slots:
  void keepsTheRulesOfItemModels() {
    HeadGridModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setShape(6, 12);
    QVERIFY(model.setThumbnails(std::vector<QImage>(72, dot(Qt::red))));
    model.setThumbnail({5, 11}, dot(Qt::green));
    model.setShape(2, 3);
    model.setShape(0, 0);
    QVERIFY(model.setThumbnails({}));
  }

  void isATableOfLayersAndHeads() {
    HeadGridModel model;
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setShape(6, 12);
    QCOMPARE(reset.size(), 1);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.columnCount(), 12);
    const QModelIndex index = model.indexOf({3, 1});
    QCOMPARE(HeadGridModel::headAt(index), (HeadId{3, 1}));
    QCOMPARE(index.data().toString(), QStringLiteral("L3·H1"));
    QCOMPARE(index.data(Qt::AccessibleTextRole).toString(), QStringLiteral("L3·H1"));
    QCOMPARE(model.headerData(3, Qt::Vertical).toString(), QStringLiteral("L3"));
    QCOMPARE(model.headerData(11, Qt::Horizontal).toString(), QStringLiteral("11"));
    QVERIFY(!model.headerData(12, Qt::Horizontal).isValid());
    QVERIFY(!model.indexOf({6, 0}).isValid());
  }

  void thumbnailsComeLater() {
    HeadGridModel model;
    model.setShape(2, 2);
    QVERIFY(!model.index(0, 0).data(Qt::DecorationRole).isValid());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(model.setThumbnails({dot(Qt::red), dot(Qt::green), dot(Qt::blue), dot(Qt::white)}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(0, 0));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(1, 1));
    const QImage third = model.index(1, 0).data(Qt::DecorationRole).value<QImage>();
    QCOMPARE(third.pixelColor(0, 0), QColor(Qt::blue));
    model.setThumbnail({0, 1}, dot(Qt::black));
    QCOMPARE(model.index(0, 1).data(Qt::DecorationRole).value<QImage>().pixelColor(0, 0),
             QColor(Qt::black));
    model.setThumbnail({7, 7}, dot(Qt::black));
    QCOMPARE(changed.size(), 2);
  }

  void anotherModelsThumbnailsAreRefused() {
    HeadGridModel model;
    model.setShape(2, 2);
    QVERIFY(!model.setThumbnails(std::vector<QImage>(72, dot(Qt::red))));
    QVERIFY(!model.index(0, 0).data(Qt::DecorationRole).isValid());
    QVERIFY(model.setThumbnails(std::vector<QImage>(4, dot(Qt::red))));
    model.setShape(2, 2);
    QVERIFY(!model.index(0, 0).data(Qt::DecorationRole).isValid());
  }
};

HEADSCOPE_TEST(TestHeadGridModel)

}  // namespace headscope::test_head_grid_model

#include "test_head_grid_model.moc"
