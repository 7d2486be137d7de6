#include "theme/system_theme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QFileInfo>
#include <QGuiApplication>

namespace headscope {

namespace {

const QString& portalService() {
  static const QString name = QStringLiteral("org.freedesktop.portal.Desktop");
  return name;
}

const QString& portalPath() {
  static const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
  return path;
}

const QString& settingsInterface() {
  static const QString name = QStringLiteral("org.freedesktop.portal.Settings");
  return name;
}

const QString& appearance() {
  static const QString name = QStringLiteral("org.freedesktop.appearance");
  return name;
}

const QString& colorSchemeKey() {
  static const QString name = QStringLiteral("color-scheme");
  return name;
}

// Without an address libdbus would start a bus of its own, which takes its time.
bool sessionBusIsThere() {
  return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
         (!qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR") &&
          QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus")));
}

ThemeKind platformKind() {
  const QPalette palette = QGuiApplication::palette();
  return palette.color(QPalette::Window).lightnessF() < 0.5F ? ThemeKind::dark : ThemeKind::light;
}

}  // namespace

SystemTheme::SystemTheme(QObject* parent)
    : QObject(parent), fallback_(platformKind()), kind_(fallback_) {
  if (sessionBusIsThere()) {
    ask(QDBusConnection::sessionBus());
  }
}

SystemTheme::SystemTheme(const QDBusConnection& bus, QObject* parent)
    : QObject(parent), fallback_(platformKind()), kind_(fallback_) {
  ask(bus);
}

std::optional<ThemeKind> SystemTheme::kindFromPortal(const QVariant& colorScheme) {
  QVariant value = colorScheme;
  while (value.canConvert<QDBusVariant>()) {
    value = value.value<QDBusVariant>().variant();
  }
  bool isNumber = false;
  const uint number = value.toUInt(&isNumber);
  if (isNumber && number == 1) {
    return ThemeKind::dark;
  }
  if (isNumber && number == 2) {
    return ThemeKind::light;
  }
  return std::nullopt;
}

void SystemTheme::ask(QDBusConnection bus) {
  if (!bus.isConnected()) {
    return;
  }
  bus.connect(portalService(), portalPath(), settingsInterface(), QStringLiteral("SettingChanged"),
              this, SLOT(settingChanged(QString, QString, QDBusVariant)));
  QDBusMessage read = QDBusMessage::createMethodCall(portalService(), portalPath(),
                                                     settingsInterface(), QStringLiteral("Read"));
  read << appearance() << colorSchemeKey();
  auto* call = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
  connect(call, &QDBusPendingCallWatcher::finished, this, &SystemTheme::answered);
}

void SystemTheme::answered(QDBusPendingCallWatcher* call) {
  call->deleteLater();
  const QDBusMessage reply = call->reply();
  if (reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty()) {
    apply(reply.arguments().constFirst());
  }
}

void SystemTheme::settingChanged(const QString& group, const QString& key,
                                 const QDBusVariant& value) {
  if (group == appearance() && key == colorSchemeKey()) {
    apply(value.variant());
  }
}

void SystemTheme::apply(const QVariant& colorScheme) {
  const ThemeKind kind = kindFromPortal(colorScheme).value_or(fallback_);
  if (kind != kind_) {
    kind_ = kind;
    emit kindChanged(kind_);
  }
}

}  // namespace headscope
