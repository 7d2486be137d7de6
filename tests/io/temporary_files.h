#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

#include <QFile>
#include <QTemporaryDir>

// A folder for one test, and what it holds.
class TestFolder {
 public:
  std::filesystem::path path() const { return folder_.path().toStdString(); }
  std::filesystem::path file(std::string_view name) const { return path() / name; }

  std::filesystem::path write(std::string_view name, std::string_view bytes) const {
    QFile out(QString::fromStdString(file(name).string()));
    if (!out.open(QIODevice::WriteOnly) ||
        out.write(bytes.data(), static_cast<qint64>(bytes.size())) !=
            static_cast<qint64>(bytes.size())) {
      qFatal("cannot write the test's own file");
    }
    return file(name);
  }

  std::string read(std::string_view name) const {
    QFile in(QString::fromStdString(file(name).string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : "(no such file)";
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path())) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  QTemporaryDir folder_;
};

// While it lives the process has no rights beyond those of an ordinary user: root may read and
// write everything, and the tests may be run by root.
class WithoutRootRights {
 public:
  WithoutRootRights() : user_(::geteuid()) {
    if (user_ == 0 && ::seteuid(65534) != 0) {
      qFatal("cannot give up root's rights");
    }
  }
  ~WithoutRootRights() {
    if (::geteuid() != user_ && ::seteuid(user_) != 0) {
      qFatal("cannot take root's rights back");
    }
  }
  WithoutRootRights(const WithoutRootRights&) = delete;
  WithoutRootRights& operator=(const WithoutRootRights&) = delete;

 private:
  uid_t user_;
};
