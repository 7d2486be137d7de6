#include <csignal>

#include <QtTest>

#include "interrupt_guard.h"
#include "test_class.h"

namespace headscope::test_interrupt_guard {

class TestInterruptGuard : public QObject {
  Q_OBJECT

 private slots:
  void nothingCame();
  void signalsRequestAStop_data();
  void signalsRequestAStop();
  void ignoredSignalsStayIgnored();
  void handlersComeBack();
};

void TestInterruptGuard::nothingCame() {
  const InterruptGuard guard;
  QCOMPARE(guard.signalNumber(), 0);
  QVERIFY(!guard.token().stop_requested());
}

void TestInterruptGuard::signalsRequestAStop_data() {
  QTest::addColumn<int>("number");
  QTest::newRow("Ctrl+C") << SIGINT;
  QTest::newRow("SIGTERM") << SIGTERM;
}

void TestInterruptGuard::signalsRequestAStop() {
  QFETCH(const int, number);
  const InterruptGuard guard;
  ::kill(::getpid(), number);
  QTRY_VERIFY(guard.token().stop_requested());
  QCOMPARE(guard.signalNumber(), number);
}

void TestInterruptGuard::ignoredSignalsStayIgnored() {
  const auto before = std::signal(SIGINT, SIG_IGN);
  {
    const InterruptGuard guard;
    ::kill(::getpid(), SIGINT);
    ::kill(::getpid(), SIGTERM);
    QTRY_VERIFY(guard.token().stop_requested());
    QCOMPARE(guard.signalNumber(), SIGTERM);
  }
  std::signal(SIGINT, before);
}

void TestInterruptGuard::handlersComeBack() {
  const auto handler = [] {
    struct sigaction action {};
    sigaction(SIGTERM, nullptr, &action);
    return action.sa_handler;
  };
  std::signal(SIGTERM, SIG_DFL);
  {
    const InterruptGuard guard;
    QVERIFY(handler() != SIG_DFL);
  }
  QVERIFY(handler() == SIG_DFL);
}

HEADSCOPE_TEST(TestInterruptGuard)

}  // namespace headscope::test_interrupt_guard

#include "test_interrupt_guard.moc"
