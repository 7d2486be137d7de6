#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog_error.h"

namespace headscope {

enum class HttpError {
  badAddress = 1,  // not an http or https address
  cannotConnect,   // no such host, nobody listens there, a proxy that refuses, a time-out
  untrusted,       // a certificate that cannot be checked
  cut,             // the connection ended before the answer did
  stalled,         // … stayed open and brought next to nothing
  notHttp,         // an answer that is not HTTP, or with headers beyond all bounds
  badRedirect,     // from https to http, or to what is neither
  tooManyRedirects,
};

enum class HttpMethod { get, head };

// Where redirects are followed to. Under sameServer (see isSameServer) one to another server than
// the request's own is the answer itself.
enum class HttpRedirects { sameServer, anywhere };

struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;
  // Sent as "Authorization: Bearer …" to the address's own server and to no other that it redirects
  // to. Empty: none.
  std::string token = {};
  std::uint64_t firstByte = 0;  // where not 0, only what begins there is asked for (Range)
  HttpRedirects redirects = HttpRedirects::anywhere;
};

struct HttpResponse {
  int status = 0;
  std::string url;                                           // that answered, after redirects
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::chrono::seconds retryAfter{0};                        // 0 where it says nothing of it

  // The first of that name, given in lower case.
  std::optional<std::string> header(std::string_view name) const;
};

// Who gets the answer while it arrives. An error from either ends the transfer and is the result.
struct HttpReceiver {
  // Once, before any of the body. May be empty.
  std::function<Result<void>(const HttpResponse&)> head = {};
  // The body, piece by piece. Empty: it is dropped.
  std::function<Result<void>(std::span<const std::byte>)> body = {};
};

struct HttpTimeouts {
  std::chrono::milliseconds connect{15'000};
  // An answer is stalled when fewer than stallBytes have come in this time.
  std::chrono::milliseconds stall{30'000};
  std::uint64_t stallBytes = 1000;
};

// Sends requests, one after the other, and keeps the connections between them. Proxies are those
// of the environment: http_proxy, https_proxy, all_proxy, no_proxy; whose certificates are trusted
// is the system's choice, or that of SSL_CERT_FILE. For one thread at a time.
class HttpClient {
 public:
  explicit HttpClient(const HttpTimeouts& timeouts = {});
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&& other) noexcept;
  ~HttpClient();

  // Whatever its status, an answer is no error here. HttpError; CatalogError::stopped, at once
  // after the request; the receiver's own.
  Result<HttpResponse> send(const HttpRequest& request, const HttpReceiver& receiver = {},
                            std::stop_token stop = {});

 private:
  class Handles;
  HttpTimeouts timeouts_;
  std::unique_ptr<Handles> handles_;
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(HttpError);
