// A program of all tests of a folder:
//
//   test_FOLDER FILE [OPTIONS of Qt Test…]    runs tests/FOLDER/FILE.cpp
//   test_FOLDER                               names the files
#include <cstdio>
#include <filesystem>
#include <map>

#include <QTest>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

#include "test_class.h"

namespace headscope {

namespace {

// Filled before main by the files of tests.
std::map<std::string, MakeTest>& testClasses() {
  static std::map<std::string, MakeTest> classes;
  return classes;
}

}  // namespace

MakeTest addTestClass(MakeTest make, const char* file) {
  testClasses()[std::filesystem::path(file).stem().string()] = make;
  return make;
}

}  // namespace headscope

int main(int argc, char** argv) {
  const auto& classes = headscope::testClasses();
  const auto found = argc > 1 ? classes.find(argv[1]) : classes.end();
  if (found == classes.end()) {
    for (const auto& [file, make] : classes) {
      std::puts(file.c_str());
    }
    return 2;
  }
  argv[1] = argv[0];
  ++argv;
  --argc;
#if defined(HEADSCOPE_TESTS_WITHOUT_APPLICATION)
#elif defined(QT_WIDGETS_LIB)
  QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
  const QApplication application(argc, argv);
#else
  const QCoreApplication application(argc, argv);
#endif
  return QTest::qExec(found->second().get(), argc, argv);
}
