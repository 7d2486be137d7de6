#include <QDBusConnectionInterface>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusServer>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "test_class.h"
#include "theme/system_theme.h"

namespace headscope::test_system_theme {

namespace {

// Answers as the portal's Settings interface does.
class FakePortal : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
 public:
  uint scheme = 1;
  int asked = 0;

 public slots:
  QDBusVariant Read(const QString& group, const QString& key) {
    ++asked;
    if (group == QStringLiteral("org.freedesktop.appearance") &&
        key == QStringLiteral("color-scheme")) {
      return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }
    return QDBusVariant(QString());
  }

 signals:
  void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

}  // namespace

class TestSystemTheme : public QObject {
  Q_OBJECT
 private slots:
  void readsThePortalsNumbers() {
    QCOMPARE(SystemTheme::kindFromPortal(1U), ThemeKind::dark);
    QCOMPARE(SystemTheme::kindFromPortal(2U), ThemeKind::light);
    QCOMPARE(SystemTheme::kindFromPortal(0U), std::nullopt);
    QCOMPARE(SystemTheme::kindFromPortal(7U), std::nullopt);
    QCOMPARE(SystemTheme::kindFromPortal(QStringLiteral("dark")), std::nullopt);
    QCOMPARE(SystemTheme::kindFromPortal(QVariant()), std::nullopt);
    const QVariant wrapped =
        QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(1U))));
    QCOMPARE(SystemTheme::kindFromPortal(wrapped), ThemeKind::dark);
  }

  void withoutABusItFollowsThePalette() {
    const QPalette before = QGuiApplication::palette();
    const QDBusConnection none(QStringLiteral("no such connection"));
    QGuiApplication::setPalette(QPalette(QColor(30, 30, 30)));
    QCOMPARE(SystemTheme(none).kind(), ThemeKind::dark);
    QGuiApplication::setPalette(QPalette(QColor(240, 240, 240)));
    QCOMPARE(SystemTheme(none).kind(), ThemeKind::light);
    QGuiApplication::setPalette(before);
  }

  void followsThePortal() {
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty()) {
      QSKIP("needs dbus-daemon");
    }
    QProcess bus;
    bus.start(daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"),
                       QStringLiteral("--print-address")});
    QVERIFY(bus.waitForStarted() && bus.waitForReadyRead());
    const QString address = QString::fromUtf8(bus.readLine()).trimmed();
    {
      QDBusConnection server = QDBusConnection::connectToBus(address, QStringLiteral("portal"));
      QVERIFY(server.isConnected());
      FakePortal portal;
      QVERIFY(server.registerObject(
          QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
          QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
      QVERIFY(server.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));

      QGuiApplication::setPalette(QPalette(QColor(240, 240, 240)));
      SystemTheme system(QDBusConnection::connectToBus(address, QStringLiteral("asking")));
      QSignalSpy changed(&system, &SystemTheme::kindChanged);
      QCOMPARE(system.kind(), ThemeKind::light);  // not waited for
      QTRY_COMPARE(system.kind(), ThemeKind::dark);
      QCOMPARE(portal.asked, 1);
      QCOMPARE(changed.size(), 1);

      emit portal.SettingChanged(QStringLiteral("org.gnome.desktop.interface"),
                                 QStringLiteral("color-scheme"), QDBusVariant(2U));
      emit portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                 QStringLiteral("color-scheme"), QDBusVariant(1U));
      emit portal.SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                 QStringLiteral("color-scheme"), QDBusVariant(2U));
      QTRY_COMPARE(system.kind(), ThemeKind::light);
      QCOMPARE(changed.size(), 2);  // another group's key and an equal value changed nothing
    }
    QDBusConnection::disconnectFromBus(QStringLiteral("asking"));
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
    bus.kill();
    bus.waitForFinished();
  }
};

HEADSCOPE_TEST(TestSystemTheme)

}  // namespace headscope::test_system_theme

#include "test_system_theme.moc"
