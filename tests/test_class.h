#pragma once

#include <memory>
#include <string>

#include <QObject>

namespace headscope {

using MakeTest = std::unique_ptr<QObject> (*)();

// Makes a class of tests known to its folder's program by the name of its file. Gives it back.
MakeTest addTestClass(MakeTest make, const char* file);

}  // namespace headscope

// After a class of tests, in the file's own namespace: files of a folder are compiled together.
#define HEADSCOPE_TEST(TestClass)                \
  const MakeTest make##TestClass = addTestClass( \
      [] { return std::unique_ptr<QObject>(std::make_unique<TestClass>()); }, __FILE__);
