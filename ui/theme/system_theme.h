#pragma once

#include <optional>

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

#include "theme/theme.h"

class QDBusPendingCallWatcher;

namespace headscope {

// Light or dark as the desktop has it, through the settings portal
// (https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html).
// Asks without waiting: until an answer comes, and on desktops without the portal, it is what the
// lightness of the platform's window colour says at construction.
class SystemTheme : public QObject {
  Q_OBJECT
 public:
  // Uses the session bus if the environment names one.
  explicit SystemTheme(QObject* parent = nullptr);
  explicit SystemTheme(const QDBusConnection& bus, QObject* parent = nullptr);

  ThemeKind kind() const { return kind_; }

  // What the portal's color-scheme means: 1 dark, 2 light; nothing for 0 (no preference) and for
  // anything else. The value may be wrapped in variants.
  static std::optional<ThemeKind> kindFromPortal(const QVariant& colorScheme);

 signals:
  void kindChanged(headscope::ThemeKind kind);

 private slots:
  void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void ask(QDBusConnection bus);
  void answered(QDBusPendingCallWatcher* call);
  void apply(const QVariant& colorScheme);

  ThemeKind fallback_;
  ThemeKind kind_;
};

}  // namespace headscope
