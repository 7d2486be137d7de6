#include <QtTest>

#include "catalog/files.h"
#include "catalog/http_client.h"
#include "catalog/loopback_server.h"
#include "catalog/tls_server.h"
#include "test_class.h"

namespace headscope::test_http_client {

using namespace std::chrono_literals;

class TestHttpClient : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void gets();
  void asksForTheHeadAlone();
  void asksForTheRest();
  void sendsTheToken();
  void everyStatusIsAnAnswer();
  void tellsWhenToComeBack();
  void followsRedirects();
  void keepsTheTokenFromOtherServers();
  void keepsTheTokenFromOtherNames();
  void staysOnTheServerWhereItShould();
  void tooManyRedirects();
  void unsafeRedirects_data();
  void unsafeRedirects();
  void redirectWithoutAPlace();
  void dropsTheBodyOfARedirect();
  void theReceiverSaysNo();
  void theHeadSaysNo();
  void badAddresses_data();
  void badAddresses();
  void nobodyListens();
  void noSuchHost();
  void cutInTheBody();
  void cutBeforeTheAnswer();
  void stallsInTheBody();
  void stallsBeforeTheAnswer();
  void notHttp();
  void endlessHeaders();
  void stops();
  void stoppedBefore();
  void goesThroughTheProxy();
  void goesAroundTheProxy();
  void proxyThatIsNotThere();
  void plainWhereTlsIsExpected();
  void untrustedServer();
  void trustsWhomItIsTold();
  void neverFromSafeToPlain();

 private:
  std::error_code send(const HttpRequest& request, const HttpTimeouts& timeouts = {});

  Error error_;
  HttpResponse response_;
  std::string body_;
};

void TestHttpClient::init() {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                           "no_proxy", "NO_PROXY", "SSL_CERT_FILE"}) {
    qunsetenv(name);
  }
}

std::error_code TestHttpClient::send(const HttpRequest& request, const HttpTimeouts& timeouts) {
  error_ = {};
  body_.clear();
  const HttpReceiver receiver{.body = [this](std::span<const std::byte> piece) -> Result<void> {
    body_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }};
  HttpClient client(timeouts);
  auto answered = client.send(request, receiver);
  if (!answered) {
    error_ = answered.error();
    return error_.code;
  }
  response_ = *answered;
  return {};
}

void TestHttpClient::gets() {
  const LoopbackServer server(
      [](const LoopbackRequest&) { return wholeAnswer(200, "bytes", {"ETag:  \"x\" "}); });
  QCOMPARE(send({.url = server.url("/a/b%20c?d=e")}), std::error_code());
  QCOMPARE(response_.status, 200);
  QCOMPARE(response_.url, server.url("/a/b%20c?d=e"));
  QCOMPARE(response_.header("etag").value(), "\"x\"");
  QVERIFY(!response_.header("location"));
  QCOMPARE(body_, "bytes");
  const auto requests = server.requests();
  QCOMPARE(requests.size(), 1u);
  QCOMPARE(requests[0].method, "GET");
  QCOMPARE(requests[0].target, "/a/b%20c?d=e");
  QCOMPARE(requests[0].header("accept-encoding"), "identity");
  QCOMPARE(requests[0].headers.count("authorization"), 0u);
  QCOMPARE(requests[0].headers.count("range"), 0u);
}

void TestHttpClient::asksForTheHeadAlone() {
  const LoopbackServer server(
      [](const LoopbackRequest&) { return answer(200, {"Content-Length: 12345"}); });
  QCOMPARE(send({.method = HttpMethod::head, .url = server.url("/f")}), std::error_code());
  QCOMPARE(response_.header("content-length").value(), "12345");
  QCOMPARE(server.requests()[0].method, "HEAD");
}

void TestHttpClient::asksForTheRest() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(206, "rest"); });
  QCOMPARE(send({.url = server.url("/f"), .firstByte = 5'000'000'000}), std::error_code());
  QCOMPARE(server.requests()[0].header("range"), "bytes=5000000000-");
}

void TestHttpClient::sendsTheToken() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(200, ""); });
  QCOMPARE(send({.url = server.url("/f"), .token = "hf_secret"}), std::error_code());
  QCOMPARE(server.requests()[0].header("authorization"), "Bearer hf_secret");
}

void TestHttpClient::everyStatusIsAnAnswer() {
  const LoopbackServer server([](const LoopbackRequest& request) {
    return wholeAnswer(std::stoi(request.target.substr(1)), "words");
  });
  for (const int status : {401, 403, 404, 416, 429, 500, 503}) {
    QCOMPARE(send({.url = server.url("/" + std::to_string(status))}), std::error_code());
    QCOMPARE(response_.status, status);
  }
}

void TestHttpClient::tellsWhenToComeBack() {
  const LoopbackServer server(
      [](const LoopbackRequest&) { return wholeAnswer(429, "", {"Retry-After: 17"}); });
  QCOMPARE(send({.url = server.url()}), std::error_code());
  QCOMPARE(response_.retryAfter, 17s);
}

void TestHttpClient::followsRedirects() {
  const LoopbackServer server([](const LoopbackRequest& request) {
    return request.target == "/old" ? answer(307, {"Location: /new?x=1", "Content-Length: 0"})
                                    : wholeAnswer(200, "here");
  });
  QCOMPARE(send({.url = server.url("/old"), .token = "t", .firstByte = 3}), std::error_code());
  QCOMPARE(body_, "here");
  QCOMPARE(response_.url, server.url("/new?x=1"));
  const auto requests = server.requests();
  QCOMPARE(requests.size(), 2u);
  QCOMPARE(requests[1].header("authorization"), "Bearer t");
  QCOMPARE(requests[1].header("range"), "bytes=3-");
}

void TestHttpClient::keepsTheTokenFromOtherServers() {
  const LoopbackServer other([](const LoopbackRequest&) { return wholeAnswer(200, "cdn"); });
  const LoopbackServer server([&other](const LoopbackRequest&) {
    return answer(302, {"Location: " + other.url("/signed"), "Content-Length: 0"});
  });
  QCOMPARE(send({.url = server.url("/f"), .token = "t", .firstByte = 3}), std::error_code());
  QCOMPARE(body_, "cdn");
  QCOMPARE(server.requests()[0].header("authorization"), "Bearer t");
  QCOMPARE(other.requests().size(), 1u);
  QCOMPARE(other.requests()[0].headers.count("authorization"), 0u);
  QCOMPARE(other.requests()[0].header("range"), "bytes=3-");
}

// The same port of the same machine, and still another host.
void TestHttpClient::keepsTheTokenFromOtherNames() {
  int port = 0;
  const LoopbackServer server([&port](const LoopbackRequest& request) {
    return request.target == "/f"
               ? answer(302, {"Location: http://localhost:" + std::to_string(port) + "/g"})
               : wholeAnswer(200, "");
  });
  port = server.port();
  QCOMPARE(send({.url = server.url("/f"), .token = "t"}), std::error_code());
  const auto requests = server.requests();
  QCOMPARE(requests.size(), 2u);
  QCOMPARE(requests[1].headers.count("authorization"), 0u);
}

void TestHttpClient::staysOnTheServerWhereItShould() {
  const LoopbackServer server([](const LoopbackRequest& request) {
    return request.target == "/f" ? answer(307, {"Location: /g"})
                                  : answer(302, {"Location: http://127.0.0.1:9/cdn", "X-A: b"});
  });
  QCOMPARE(send({.method = HttpMethod::head,
                 .url = server.url("/f"),
                 .redirects = HttpRedirects::sameServer}),
           std::error_code());
  QCOMPARE(response_.status, 302);
  QCOMPARE(response_.header("x-a").value(), "b");
  QCOMPARE(server.requests().size(), 2u);
}

void TestHttpClient::tooManyRedirects() {
  const LoopbackServer server(
      [](const LoopbackRequest& request) { return answer(302, {"Location: " + request.target}); });
  QCOMPARE(send({.url = server.url("/round")}), HttpError::tooManyRedirects);
  QCOMPARE(error_.file, server.url("/round"));
  QCOMPARE(error_.problem, "redirects more than 10 times");
  QCOMPARE(server.requests().size(), 11u);
}

void TestHttpClient::unsafeRedirects_data() {
  QTest::addColumn<QString>("target");
  QTest::newRow("a file") << "file:///etc/passwd";
  QTest::newRow("another protocol") << "ftp://127.0.0.1/x";
}

void TestHttpClient::unsafeRedirects() {
  QFETCH(const QString, target);
  const LoopbackServer server([&target](const LoopbackRequest&) {
    return answer(302, {"Location: " + target.toStdString()});
  });
  QCOMPARE(send({.url = server.url("/f")}), HttpError::badRedirect);
  QCOMPARE(error_.problem,
           "redirects to " + target.toStdString() + ", which is not safe to follow");
}

void TestHttpClient::redirectWithoutAPlace() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(302, "lost"); });
  QCOMPARE(send({.url = server.url("/f")}), std::error_code());
  QCOMPARE(response_.status, 302);
}

void TestHttpClient::dropsTheBodyOfARedirect() {
  const LoopbackServer server([](const LoopbackRequest& request) {
    return request.target == "/old" ? wholeAnswer(302, "moved", {"Location: /new"})
                                    : wholeAnswer(200, "here");
  });
  QCOMPARE(send({.url = server.url("/old")}), std::error_code());
  QCOMPARE(body_, "here");
}

void TestHttpClient::theReceiverSaysNo() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(200, "bytes"); });
  HttpClient client;
  const auto sent =
      client.send({.url = server.url()}, {.body = [](std::span<const std::byte>) -> Result<void> {
                    return failure({.code = CatalogError::noSpace, .problem = "full"});
                  }});
  QVERIFY(!sent);
  QCOMPARE(sent.error().code, CatalogError::noSpace);
}

void TestHttpClient::theHeadSaysNo() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(404, ""); });
  HttpClient client;
  int status = 0;
  const auto sent = client.send({.method = HttpMethod::head, .url = server.url()},
                                {.head = [&status](const HttpResponse& head) -> Result<void> {
                                  status = head.status;
                                  return failure({.code = CatalogError::fileMissing});
                                }});
  QVERIFY(!sent);
  QCOMPARE(sent.error().code, CatalogError::fileMissing);
  QCOMPARE(status, 404);
}

void TestHttpClient::badAddresses_data() {
  QTest::addColumn<QString>("url");
  QTest::newRow("empty") << "";
  QTest::newRow("no scheme") << "huggingface.co/x";
  QTest::newRow("a file") << "file:///etc/passwd";
  QTest::newRow("a space") << "http://a b/";
  QTest::newRow("no host") << "http://";
}

void TestHttpClient::badAddresses() {
  QFETCH(const QString, url);
  QCOMPARE(send({.url = url.toStdString()}), HttpError::badAddress);
  QCOMPARE(error_.kind, ErrorKind::badInput);
  QCOMPARE(error_.problem, "is not an http or https address");
}

void TestHttpClient::nobodyListens() {
  std::string url;
  {
    const LoopbackServer gone([](const LoopbackRequest&) { return wholeAnswer(200, ""); });
    url = gone.url("/f");
  }
  QCOMPARE(send({.url = url}), HttpError::cannotConnect);
  QCOMPARE(error_.kind, ErrorKind::couldNotDo);
  QCOMPARE(error_.file, url);
  QVERIFY2(error_.problem.starts_with("cannot be reached: "), error_.problem.c_str());
}

void TestHttpClient::noSuchHost() {
  QCOMPARE(send({.url = "http://host.invalid/f"}), HttpError::cannotConnect);
  QVERIFY2(error_.problem.find("host.invalid") != std::string::npos, error_.problem.c_str());
}

void TestHttpClient::cutInTheBody() {
  const LoopbackServer server(
      [](const LoopbackRequest&) { return answer(200, {"Content-Length: 100"}, "only this"); });
  QCOMPARE(send({.url = server.url("/f")}), HttpError::cut);
  QCOMPARE(body_, "only this");
  QVERIFY2(error_.problem.starts_with("the connection was cut: "), error_.problem.c_str());
}

void TestHttpClient::cutBeforeTheAnswer() {
  const LoopbackServer server([](const LoopbackRequest&) { return LoopbackAnswer{""}; });
  QCOMPARE(send({.url = server.url("/f")}), HttpError::cut);
}

void TestHttpClient::stallsInTheBody() {
  const LoopbackServer server([](const LoopbackRequest&) {
    LoopbackAnswer said = answer(200, {"Content-Length: 100"}, "only this");
    said.then = LoopbackAnswer::Then::stall;
    return said;
  });
  QCOMPARE(send({.url = server.url("/f")}, {.stall = 40ms}), HttpError::stalled);
  QCOMPARE(body_, "only this");
  QCOMPARE(error_.problem, "the server has sent next to nothing for 40 ms");
}

void TestHttpClient::stallsBeforeTheAnswer() {
  const LoopbackServer server([](const LoopbackRequest&) {
    return LoopbackAnswer{"", LoopbackAnswer::Then::stall};
  });
  QCOMPARE(send({.url = server.url("/f")}, {.stall = 40ms}), HttpError::stalled);
}

void TestHttpClient::notHttp() {
  const LoopbackServer server(
      [](const LoopbackRequest&) { return LoopbackAnswer{"SSH-2.0-OpenSSH\r\n"}; });
  QCOMPARE(send({.url = server.url("/f")}), HttpError::notHttp);
  QVERIFY2(error_.problem.starts_with("does not answer as a web server does: "),
           error_.problem.c_str());
}

void TestHttpClient::endlessHeaders() {
  const LoopbackServer server([](const LoopbackRequest&) {
    return answer(200, std::vector<std::string>(300, "X-Long: " + std::string(1000, 'x')));
  });
  QCOMPARE(send({.url = server.url("/f")}), HttpError::notHttp);
  QCOMPARE(error_.problem, "sends more than 262144 bytes of headers");
}

void TestHttpClient::stops() {
  const LoopbackServer server([](const LoopbackRequest&) {
    LoopbackAnswer said = answer(200, {"Content-Length: 100"}, "only this");
    said.then = LoopbackAnswer::Then::stall;
    return said;
  });
  std::stop_source stop;
  HttpClient client;
  QElapsedTimer timer;
  timer.start();
  const auto sent = client.send({.url = server.url("/f")},
                                {.body = [&stop](std::span<const std::byte>) -> Result<void> {
                                  stop.request_stop();
                                  return {};
                                }},
                                stop.get_token());
  QVERIFY(!sent);
  QCOMPARE(sent.error().code, CatalogError::stopped);
  QVERIFY(timer.elapsed() < 5000);
}

void TestHttpClient::stoppedBefore() {
  const LoopbackServer server([](const LoopbackRequest&) {
    return LoopbackAnswer{"", LoopbackAnswer::Then::stall};
  });
  std::stop_source stop;
  stop.request_stop();
  const auto sent = HttpClient().send({.url = server.url("/f")}, {}, stop.get_token());
  QVERIFY(!sent);
  QCOMPARE(sent.error().code, CatalogError::stopped);
}

void TestHttpClient::goesThroughTheProxy() {
  const LoopbackServer proxy([](const LoopbackRequest&) { return wholeAnswer(200, "by proxy"); });
  qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
  QCOMPARE(send({.url = "http://hub.invalid/f"}), std::error_code());
  QCOMPARE(body_, "by proxy");
  QCOMPARE(proxy.requests()[0].target, "http://hub.invalid/f");
  // An https address is only asked of the proxy to be connected to.
  qputenv("HTTPS_PROXY", QByteArray::fromStdString(proxy.url()));
  QVERIFY(send({.url = "https://hub.invalid/f", .token = "t"}));
  const auto requests = proxy.requests();
  QCOMPARE(requests.back().method, "CONNECT");
  QCOMPARE(requests.back().target, "hub.invalid:443");
  QCOMPARE(requests.back().headers.count("authorization"), 0u);
}

void TestHttpClient::goesAroundTheProxy() {
  const LoopbackServer proxy([](const LoopbackRequest&) { return wholeAnswer(200, "by proxy"); });
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(200, "directly"); });
  qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
  qputenv("no_proxy", "127.0.0.1");
  QCOMPARE(send({.url = server.url("/f")}), std::error_code());
  QCOMPARE(body_, "directly");
}

void TestHttpClient::proxyThatIsNotThere() {
  qputenv("http_proxy", "http://proxy.invalid:3128");
  QCOMPARE(send({.url = "http://127.0.0.1/f"}), HttpError::cannotConnect);
  QVERIFY2(error_.problem.find("proxy.invalid") != std::string::npos, error_.problem.c_str());
}

void TestHttpClient::plainWhereTlsIsExpected() {
  const LoopbackServer server([](const LoopbackRequest&) { return wholeAnswer(200, ""); });
  QCOMPARE(send({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/f"}),
           HttpError::cannotConnect);
}

void TestHttpClient::untrustedServer() {
  const TlsServer server("");
  QCOMPARE(send({.url = server.url("/f"), .token = "t"}), HttpError::untrusted);
  QVERIFY2(error_.problem.starts_with("its certificate cannot be checked: "),
           error_.problem.c_str());
  QVERIFY(error_.remedy.find("SSL_CERT_FILE") != std::string::npos);
}

void TestHttpClient::trustsWhomItIsTold() {
  const TlsServer server("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe");
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "ca.pem", server.certificate());
  qputenv("SSL_CERT_FILE", folder.filePath("ca.pem").toUtf8());
  QCOMPARE(send({.url = server.url("/f")}), std::error_code());
  QCOMPARE(body_, "safe");
}

void TestHttpClient::neverFromSafeToPlain() {
  const LoopbackServer plain([](const LoopbackRequest&) { return wholeAnswer(200, "plain"); });
  const TlsServer server(
      "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + plain.url("/g?sig=1") + "\r\n\r\n");
  const QTemporaryDir folder;
  writeText(folderOf(folder) / "ca.pem", server.certificate());
  qputenv("SSL_CERT_FILE", folder.filePath("ca.pem").toUtf8());
  QCOMPARE(send({.url = server.url("/f")}), HttpError::badRedirect);
  QCOMPARE(error_.problem, "redirects to " + plain.url("/g") + ", which is not safe to follow");
  QVERIFY(plain.requests().empty());
}

HEADSCOPE_TEST(TestHttpClient)

}  // namespace headscope::test_http_client

#include "test_http_client.moc"
