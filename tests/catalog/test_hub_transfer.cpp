#include "catalog/hub_fetching.h"
#include "test_class.h"

namespace headscope::test_hub_transfer {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// How connections fail while a file is fetched, and what is done about it.
class TestHubTransfer : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cutAndResumed();
  void cutForGood();
  void cutInTheHeaders();
  void goesOnTheNextTime();
  void goesOnWithAllButTheName();
  void startsOverWithoutRanges();
  void neverEndsWithoutRanges();
  void startsOverAfter416();
  void only416();
  void stalls();
  void stallsForGood();
  void otherRange_data();
  void otherRange();
  void rangeThatNobodyAskedFor();
  void announcesAnotherLength_data();
  void announcesAnotherLength();
  void sendsMore();
  void endsEarly();
  void wrongBytes();
  void wrongBytesOfASmallFile();
  void nameThatTellsNothing();
  void encodedBytes();
  void tooManyRequests();
  void tooManyRequestsForLong();
  void serverFails();
  void serverFailsWhileAsked();
  void storageRefuses();
  void redirectsInACircle();
  void cancelled();
  void cancelledWhileWaiting();

 private:
  static constexpr const char* kWeights = "model.safetensors";
  const std::string& weights() { return at_->hub.files[kWeights].content; }
  std::vector<std::string> ranges() const {
    std::vector<std::string> asked;
    for (const LoopbackRequest& request : at_->hub.storageRequests()) {
      asked.push_back(request.header("range"));
    }
    return asked;
  }

  std::unique_ptr<HubFetching> at_;
};

void TestHubTransfer::init() {
  at_ = std::make_unique<HubFetching>();
  at_->hub.addCheckpoint();
  std::string& bytes = at_->hub.files[kWeights].content;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(i * 31 % 251);  // so that no part is like another
  }
}

void TestHubTransfer::cutAndResumed() {
  int cuts = 0;
  at_->hub.storageFault = [&](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (++cuts > 4) {
      return std::nullopt;
    }
    return FakeHub::cutAfter(FakeHub::ranged(request, weights()), 10'000);
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
  QCOMPARE(ranges(), (std::vector<std::string>{"", "bytes=10000-", "bytes=20000-", "bytes=30000-",
                                               "bytes=40000-"}));
  // Something came each time, so the waits do not grow.
  QCOMPARE(at_->waits, std::vector<std::chrono::milliseconds>(4, 1s));
}

void TestHubTransfer::cutForGood() {
  at_->hub.storageFault = [&](const LoopbackRequest& request) {
    const std::size_t count = request.header("range").empty() ? 10'000 : 0;
    return FakeHub::cutAfter(FakeHub::ranged(request, weights()), count);
  };
  QCOMPARE(at_->fetch(), HttpError::cut);
  QVERIFY2(at_->error.problem.starts_with("the connection was cut: "), at_->error.problem.c_str());
  QVERIFY(at_->error.problem.ends_with(" (3 attempts)"));
  QCOMPARE(at_->error.remedy, "Try again: what was fetched is kept");
  QVERIFY(at_->error.file.find("signature") == std::string::npos);
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{1s, 2s}));
  QVERIFY(at_->nothingWhole());
  QCOMPARE(readText(at_->partial(kWeights)), weights().substr(0, 10'000));
}

void TestHubTransfer::cutInTheHeaders() {
  at_->hub.storageFault = [](const LoopbackRequest&) { return LoopbackAnswer{"HTTP/1.1 200 O"}; };
  QCOMPARE(at_->fetch(), HttpError::cut);
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{1s, 2s}));
}

void TestHubTransfer::goesOnTheNextTime() {
  writeText(at_->partial(kWeights), weights().substr(0, 60'000));
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(ranges(), std::vector<std::string>{"bytes=60000-"});
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
  QVERIFY(!fs::exists(at_->partial(kWeights)));
}

// Every byte had come when the last time ended.
void TestHubTransfer::goesOnWithAllButTheName() {
  writeText(at_->partial(kWeights), weights());
  QCOMPARE(at_->fetch(), std::error_code());
  QVERIFY(ranges().empty());
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
}

void TestHubTransfer::startsOverWithoutRanges() {
  writeText(at_->partial(kWeights), weights().substr(0, 60'000));
  at_->hub.storageFault = [&](const LoopbackRequest&) { return wholeAnswer(200, weights()); };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(ranges(), std::vector<std::string>{"bytes=60000-"});
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
}

// Each attempt brings what came before, and no more.
void TestHubTransfer::neverEndsWithoutRanges() {
  at_->hub.storageFault = [&](const LoopbackRequest&) {
    return FakeHub::cutAfter(wholeAnswer(200, weights()), 10'000);
  };
  QCOMPARE(at_->fetch(), HttpError::cut);
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{1s, 2s}));
}

void TestHubTransfer::startsOverAfter416() {
  writeText(at_->partial(kWeights), std::string(60'000, 'x'));
  at_->hub.storageFault = [](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    return request.header("range").empty() ? std::nullopt
                                           : std::optional(wholeAnswer(416, "no such range"));
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(ranges(), (std::vector<std::string>{"bytes=60000-", ""}));
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
}

void TestHubTransfer::only416() {
  at_->hub.storageFault = [](const LoopbackRequest&) { return wholeAnswer(416, ""); };
  QCOMPARE(at_->fetch(), HubError::serverFailed);
  QCOMPARE(at_->error.problem, "the server could not answer (status 416)");
  QVERIFY(at_->waits.empty());
}

void TestHubTransfer::stalls() {
  bool first = true;
  at_->hub.storageFault = [&](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (!std::exchange(first, false)) {
      return std::nullopt;
    }
    LoopbackAnswer said = FakeHub::cutAfter(FakeHub::ranged(request, weights()), 10'000);
    said.then = LoopbackAnswer::Then::stall;
    return said;
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(ranges(), (std::vector<std::string>{"", "bytes=10000-"}));
  QCOMPARE(at_->waits, std::vector<std::chrono::milliseconds>{1s});
}

void TestHubTransfer::stallsForGood() {
  at_->hub.fault = [](const LoopbackRequest&) {
    return LoopbackAnswer{"", LoopbackAnswer::Then::stall};
  };
  QCOMPARE(at_->fetch(), HttpError::stalled);
  QCOMPARE(at_->error.problem, "the server has sent next to nothing for 60 ms (3 attempts)");
}

void TestHubTransfer::otherRange_data() {
  QTest::addColumn<QString>("range");
  QTest::newRow("from elsewhere") << "bytes 0-39999/100000";
  QTest::newRow("not to the end") << "bytes 60000-99998/100000";
  QTest::newRow("of another size") << "bytes 60000-99999/100001";
  QTest::newRow("none") << "";
}

void TestHubTransfer::otherRange() {
  QFETCH(const QString, range);
  writeText(at_->partial(kWeights), weights().substr(0, 60'000));
  at_->hub.storageFault = [&](const LoopbackRequest&) {
    return wholeAnswer(206, std::string(40'000, 'x'), {"Content-Range: " + range.toStdString()});
  };
  QCOMPARE(at_->fetch(), HubError::badAnswer);
  QCOMPARE(at_->error.problem, "was asked for the bytes from 60000 of 100000 on and sends \"" +
                                   range.toStdString() + "\"");
  QCOMPARE(readText(at_->partial(kWeights)), weights().substr(0, 60'000));
}

void TestHubTransfer::rangeThatNobodyAskedFor() {
  at_->hub.storageFault = [&](const LoopbackRequest&) {
    return wholeAnswer(206, weights(), {"Content-Range: bytes 0-99999/100000"});
  };
  QCOMPARE(at_->fetch(), HubError::serverFailed);
  QCOMPARE(at_->error.problem, "the server could not answer (status 206)");
}

void TestHubTransfer::announcesAnotherLength_data() {
  QTest::addColumn<int>("bytes");
  QTest::newRow("shorter") << 99'999;
  QTest::newRow("longer") << 100'001;
}

void TestHubTransfer::announcesAnotherLength() {
  QFETCH(const int, bytes);
  at_->hub.storageFault = [bytes](const LoopbackRequest&) {
    return wholeAnswer(200, std::string(static_cast<std::size_t>(bytes), 'x'));
  };
  QCOMPARE(at_->fetch(), CatalogError::downloadSize);
  QCOMPARE(at_->error.problem, "sends " + std::to_string(bytes) + " bytes, announced were 100000");
  QVERIFY(at_->nothingWhole());
}

// Without saying how long it is.
void TestHubTransfer::sendsMore() {
  at_->hub.storageFault = [&](const LoopbackRequest&) { return answer(200, {}, weights() + "x"); };
  QCOMPARE(at_->fetch(), CatalogError::downloadSize);
  QCOMPARE(at_->error.problem, "the server sends more than the 100000 bytes that it announced");
  QVERIFY(at_->nothingWhole());
}

void TestHubTransfer::endsEarly() {
  at_->hub.storageFault = [&](const LoopbackRequest&) {
    return answer(200, {}, weights().substr(0, 70'000));
  };
  QCOMPARE(at_->fetch(), HttpError::cut);
  QCOMPARE(at_->error.problem, "the connection was cut after 70000 of 100000 bytes (3 attempts)");
}

void TestHubTransfer::wrongBytes() {
  at_->hub.storageFault = [](const LoopbackRequest&) {
    return wholeAnswer(200, std::string(100'000, 'x'));
  };
  QCOMPARE(at_->fetch(), CatalogError::downloadHash);
  QCOMPARE(at_->error.problem, "has the hash " + lfsName(std::string(100'000, 'x')) +
                                   ", expected " + at_->hub.blobName(kWeights));
  QVERIFY(at_->nothingWhole());
  QVERIFY(!fs::exists(at_->partial(kWeights)));
  QVERIFY(!fs::exists(at_->blob(kWeights)));
  at_->hub.storageFault = {};
  QCOMPARE(at_->fetch(), std::error_code());
}

void TestHubTransfer::wrongBytesOfASmallFile() {
  const std::string config = at_->hub.files["config.json"].content;
  at_->hub.fault = [&](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    return request.method == "GET"
               ? std::optional(wholeAnswer(200, std::string(config.size(), ' ')))
               : std::nullopt;
  };
  QCOMPARE(at_->fetch(), CatalogError::downloadHash);
  QVERIFY(!fs::exists(at_->blob("config.json")));
}

// A server that is no hub in all: its size is still compared.
void TestHubTransfer::nameThatTellsNothing() {
  at_->hub.fault = [&](const LoopbackRequest& request) -> std::optional<LoopbackAnswer> {
    if (!request.target.ends_with("/config.json")) {
      return std::nullopt;
    }
    std::vector<std::string> headers = {"X-Repo-Commit: " + at_->hub.commit, "ETag: \"5f8f-5e9a\"",
                                        "Content-Length: 2"};
    return answer(200, headers, request.method == "GET" ? "{}" : "");
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(fs::read_symlink(at_->snapshot() / "config.json"), fs::path("../../blobs/5f8f-5e9a"));
}

void TestHubTransfer::encodedBytes() {
  at_->hub.storageFault = [&](const LoopbackRequest&) {
    return wholeAnswer(200, weights(), {"Content-Encoding: gzip"});
  };
  QCOMPARE(at_->fetch(), HubError::badAnswer);
  QCOMPARE(at_->error.problem, "sends the file as gzip, which nobody asked for");
}

void TestHubTransfer::tooManyRequests() {
  int refusals = 0;
  at_->hub.storageFault = [&](const LoopbackRequest&) -> std::optional<LoopbackAnswer> {
    return ++refusals <= 2 ? std::optional(wholeAnswer(429, "", {"Retry-After: 7"})) : std::nullopt;
  };
  at_->hub.fault = [asked = 0](const LoopbackRequest&) mutable -> std::optional<LoopbackAnswer> {
    return ++asked == 1 ? std::optional(wholeAnswer(429, "", {"Retry-After: 3"})) : std::nullopt;
  };
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{3s, 7s, 7s}));
  QCOMPARE(readText(at_->snapshot() / kWeights), weights());
}

void TestHubTransfer::tooManyRequestsForLong() {
  at_->hub.fault = [](const LoopbackRequest&) {
    return wholeAnswer(429, "", {"Retry-After: 3600"});
  };
  QCOMPARE(at_->fetch(), HubError::tooManyRequests);
  QCOMPARE(at_->error.problem, "too many requests came from here (status 429)");
  QCOMPARE(at_->error.remedy, "Try again in 3600 s, as the server asks");
  QVERIFY(at_->waits.empty());
  at_->hub.fault = [](const LoopbackRequest&) { return wholeAnswer(429, ""); };
  QCOMPARE(at_->fetch(), HubError::tooManyRequests);
  QCOMPARE(at_->error.problem, "too many requests came from here (status 429) (3 attempts)");
}

void TestHubTransfer::serverFails() {
  at_->hub.storageFault = [](const LoopbackRequest&) { return wholeAnswer(500, "words"); };
  QCOMPARE(at_->fetch(), HubError::serverFailed);
  QCOMPARE(at_->error.problem, "the server could not answer (status 500) (3 attempts)");
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{1s, 2s}));
  QVERIFY(at_->nothingWhole());
}

void TestHubTransfer::serverFailsWhileAsked() {
  at_->hub.fault = [](const LoopbackRequest&) { return wholeAnswer(503, "", {"Retry-After: 5"}); };
  QCOMPARE(at_->fetch(), HubError::serverFailed);
  QCOMPARE(at_->waits, (std::vector<std::chrono::milliseconds>{5s, 5s}));
}

// Of whom nobody has a token: that its signature is too old is not about access.
void TestHubTransfer::storageRefuses() {
  at_->hub.storageFault = [](const LoopbackRequest&) { return wholeAnswer(403, ""); };
  QCOMPARE(at_->fetch(), HubError::serverFailed);
  QCOMPARE(at_->error.problem, "the server could not answer (status 403)");
}

void TestHubTransfer::redirectsInACircle() {
  at_->hub.storageFault = [](const LoopbackRequest& request) {
    return answer(302, {"Location: " + request.target, "Content-Length: 0"});
  };
  QCOMPARE(at_->fetch(), HttpError::tooManyRedirects);
  QVERIFY(at_->waits.empty());
}

void TestHubTransfer::cancelled() {
  std::stop_source stop;
  at_->hub.storageFault = [&](const LoopbackRequest& request) {
    LoopbackAnswer said = FakeHub::cutAfter(FakeHub::ranged(request, weights()), 10'000);
    said.then = LoopbackAnswer::Then::stall;
    return said;
  };
  at_->options.timeouts.stall = 10s;
  at_->callback = [&stop](const FetchProgress& now) {
    if (now.done > 10'000) {
      stop.request_stop();
    }
  };
  QCOMPARE(at_->fetch("org/repo", stop.get_token()), CatalogError::stopped);
  QVERIFY(at_->waits.empty());
  QVERIFY(at_->nothingWhole());
  QCOMPARE(readText(at_->partial(kWeights)), weights().substr(0, 10'000));
  at_->hub.storageFault = {};
  at_->callback = {};
  QCOMPARE(at_->fetch(), std::error_code());
  QCOMPARE(ranges().back(), "bytes=10000-");
}

void TestHubTransfer::cancelledWhileWaiting() {
  std::stop_source stop;
  at_->hub.fault = [](const LoopbackRequest&) { return wholeAnswer(503, ""); };
  at_->options.patience.pause = [&stop](std::chrono::milliseconds, const std::stop_token&) {
    stop.request_stop();
  };
  QCOMPARE(at_->fetch("org/repo", stop.get_token()), CatalogError::stopped);
}

HEADSCOPE_TEST(TestHubTransfer)

}  // namespace headscope::test_hub_transfer

#include "test_hub_transfer.moc"
