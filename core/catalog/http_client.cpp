#include "catalog/http_client.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <curl/curl.h>

#include "catalog/letter_case.h"
#include "catalog/web_address.h"

namespace headscope {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostRedirects = 10;
constexpr std::size_t kMostHeaderBytes = 1u << 18;
constexpr int kLongestPollMs = 250;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

Error httpError(HttpError code, std::string_view url, std::string problem, std::string remedy) {
  return {.code = code,
          .kind = ErrorKind::couldNotDo,
          .file = shownAddress(url),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

Error badAddress(std::string_view url) {
  Error error = httpError(HttpError::badAddress, url, "is not an http or https address",
                          "Give one such as https://huggingface.co");
  error.kind = ErrorKind::badInput;
  return error;
}

Error transferError(CURLcode code, const std::string& url, std::string_view detail) {
  const std::string words(detail.empty() ? curl_easy_strerror(code) : detail);
  constexpr const char* kConnection = "Check the network connection, then try again";
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return badAddress(url);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return httpError(
          HttpError::untrusted, url, "its certificate cannot be checked: " + words,
          "Install the package ca-certificates, or let SSL_CERT_FILE name the file with the "
          "authorities of your network");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PROXY:
      return httpError(HttpError::cannotConnect, url, "cannot be reached: " + words,
                       "Check the network connection, HF_ENDPOINT and the proxies that http_proxy "
                       "and https_proxy name");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9: the address itself was looked at before
      return httpError(HttpError::notHttp, url, "does not answer as a web server does: " + words,
                       "Check HF_ENDPOINT and the proxies");
    default:
      return httpError(HttpError::cut, url, "the connection was cut: " + words, kConnection);
  }
}

// One request on its way, without redirects.
class Exchange {
 public:
  Exchange(const HttpRequest& request, const HttpReceiver& receiver)
      : request_(request), receiver_(receiver) {}

  std::size_t takeHeader(std::string_view line) {
    bytes_ += line.size();
    headerBytes_ += line.size();
    if (headerBytes_ > kMostHeaderBytes) {
      fault_ =
          httpError(HttpError::notHttp, response_.url,
                    "sends more than " + std::to_string(kMostHeaderBytes) + " bytes of headers",
                    "Check HF_ENDPOINT and the proxies");
      return 0;
    }
    if (line.starts_with("HTTP/")) {  // after an interim answer the real one begins
      response_.headers.clear();
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      response_.headers.emplace_back(lowerCased(line.substr(0, colon)),
                                     trimmed(line.substr(colon + 1)));
    }
    return line.size();
  }

  std::size_t takeBody(std::span<const std::byte> piece) {
    bytes_ += piece.size();
    announce();
    if (!fault_ && !follows() && receiver_.body) {
      if (Result<void> taken = receiver_.body(piece); !taken) {
        fault_ = taken.error();
      }
    }
    return fault_ ? 0 : piece.size();
  }

  // Tells the receiver of the answer, once.
  void announce() {
    if (announced_) {
      return;
    }
    announced_ = true;
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy_, CURLINFO_RETRY_AFTER, &seconds);
    response_.retryAfter = std::chrono::seconds(std::max<curl_off_t>(0, seconds));
    constexpr std::array kRedirects = {301, 302, 303, 307, 308};
    const std::optional<std::string> location = response_.header("location");
    if (location &&
        std::find(kRedirects.begin(), kRedirects.end(), response_.status) != kRedirects.end()) {
      redirect_ = resolvedAddress(response_.url, *location);
    }
    if (!fault_ && !follows() && receiver_.head) {
      if (Result<void> taken = receiver_.head(response_); !taken) {
        fault_ = taken.error();
      }
    }
  }

  // Whether the answer sends on to another place, to which the request may go.
  bool follows() const {
    if (redirect_.empty()) {
      return false;
    }
    if (request_.redirects == HttpRedirects::anywhere) {
      return true;
    }
    const std::optional<WebServer> from = serverOf(request_.url);
    const std::optional<WebServer> to = serverOf(redirect_);
    return from && to && isSameServer(*from, *to);
  }

  void begin(CURL* easy, const std::string& url) {
    easy_ = easy;
    response_.url = url;
  }
  const std::string& redirect() const { return redirect_; }
  const std::optional<Error>& fault() const { return fault_; }
  std::uint64_t bytes() const { return bytes_; }  // of headers and body so far
  HttpResponse takeResponse() { return std::move(response_); }

 private:
  CURL* easy_ = nullptr;
  const HttpRequest& request_;
  const HttpReceiver& receiver_;
  HttpResponse response_;
  std::string redirect_;
  std::optional<Error> fault_;
  std::uint64_t bytes_ = 0;
  std::size_t headerBytes_ = 0;
  bool announced_ = false;
};

// curl's own types of these two callbacks.
std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->takeHeader({data, size * count});
}

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->takeBody(
      std::as_bytes(std::span<const char>(data, size * count)));
}

// Tells a connection that brings something from one that only stays open.
class StallWatch {
 public:
  StallWatch(const HttpTimeouts& timeouts) : timeouts_(timeouts) {}

  // Until it is connected, the connection's own time-out counts.
  bool isStalled(bool connected, std::uint64_t bytes) {
    const Clock::time_point now = Clock::now();
    if (!connected || now - since_ < timeouts_.stall) {
      since_ = connected ? since_ : now;
      return false;
    }
    const bool stalled = bytes - before_ < timeouts_.stallBytes;
    since_ = now;
    before_ = bytes;
    return stalled;
  }

 private:
  const HttpTimeouts& timeouts_;
  Clock::time_point since_ = Clock::now();
  std::uint64_t before_ = 0;
};

}  // namespace

class HttpClient::Handles {
 public:
  Handles() {
    // Once in a program, before its first use; C++ lets no two threads in.
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready == CURLE_OK) {
      easy_.reset(curl_easy_init());
      multi_.reset(curl_multi_init());
    }
  }

  // Sends to `url` what `exchange` takes the answer to.
  Result<void> exchange(const HttpRequest& request, const std::string& url,
                        const std::string& token, const HttpTimeouts& timeouts, Exchange& exchange,
                        const std::stop_token& stop) {
    std::array<char, CURL_ERROR_SIZE> words{};
    HeaderList headers;
    const auto addHeader = [&headers](const std::string& line) {
      curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
      static_cast<void>(headers.release());
      headers.reset(longer);
    };
    // The bytes as they are: their number and their hash are compared.
    addHeader("Accept-Encoding: identity");
    if (!token.empty()) {
      addHeader("Authorization: Bearer " + token);
    }
    CURL* easy = easy_.get();
    curl_easy_reset(easy);
    const auto set = [easy](CURLoption option, auto value) {
      curl_easy_setopt(easy, option, value);
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOBODY, request.method == HttpMethod::head ? 1L : 0L);
    set(CURLOPT_USERAGENT, "headscope");
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts.connect.count()));
    set(CURLOPT_ERRORBUFFER, words.data());
    // As OpenSSL's own programs and Python have it: the authorities of a network with its own.
    if (const char* authorities = std::getenv("SSL_CERT_FILE");
        authorities != nullptr && *authorities != '\0') {
      set(CURLOPT_CAINFO, authorities);
    }
    set(CURLOPT_HEADERFUNCTION, &onHeader);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_WRITEFUNCTION, &onBody);
    set(CURLOPT_WRITEDATA, &exchange);
    const std::string range = std::to_string(request.firstByte) + "-";
    if (request.firstByte > 0) {
      set(CURLOPT_RANGE, range.c_str());
    }
    exchange.begin(easy, url);
    const Result<CURLcode> ended = run(url, timeouts, exchange, stop);
    set(CURLOPT_ERRORBUFFER, nullptr);
    if (!ended) {
      return failure(ended.error());
    }
    if (*ended == CURLE_OK) {
      exchange.announce();  // an answer without a body
    }
    if (exchange.fault()) {
      return failure(*exchange.fault());
    }
    if (*ended != CURLE_OK) {
      return failure(transferError(*ended, url, words.data()));
    }
    return {};
  }

  bool good() const { return easy_ && multi_; }

 private:
  struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeMulti {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
  };

  // Until curl is done with the transfer; its code.
  Result<CURLcode> run(const std::string& url, const HttpTimeouts& timeouts,
                       const Exchange& exchange, const std::stop_token& stop) {
    CURLM* multi = multi_.get();
    CURL* easy = easy_.get();
    curl_multi_add_handle(multi, easy);
    const Result<CURLcode> code = [&]() -> Result<CURLcode> {
      const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
      StallWatch watch(timeouts);
      const int poll =
          static_cast<int>(std::clamp<std::int64_t>(timeouts.stall.count() / 4, 1, kLongestPollMs));
      while (true) {
        int running = 0;
        if (curl_multi_perform(multi, &running) != CURLM_OK) {
          return CURLE_OUT_OF_MEMORY;
        }
        if (running == 0) {
          int left = 0;
          const CURLMsg* message = curl_multi_info_read(multi, &left);
          return message == nullptr ? CURLE_RECV_ERROR : message->data.result;
        }
        if (stop.stop_requested()) {
          return failure({.code = CatalogError::stopped,
                          .kind = ErrorKind::couldNotDo,
                          .file = shownAddress(url),
                          .problem = "stopped while waiting for the server"});
        }
        curl_off_t connected = 0;
        curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
        if (watch.isStalled(connected > 0, exchange.bytes())) {
          return failure(httpError(HttpError::stalled, url,
                                   "the server has sent next to nothing for " +
                                       std::to_string(timeouts.stall.count()) + " ms",
                                   "Check the network connection, then try again"));
        }
        curl_multi_poll(multi, nullptr, 0, poll, nullptr);
      }
    }();
    curl_multi_remove_handle(multi, easy);
    return code;
  }

  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::unique_ptr<CURL, FreeEasy> easy_;
};

HttpClient::HttpClient(const HttpTimeouts& timeouts)
    : timeouts_(timeouts), handles_(std::make_unique<Handles>()) {}
HttpClient::HttpClient(HttpClient&& other) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&& other) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(const HttpRequest& request, const HttpReceiver& receiver,
                                      std::stop_token stop) {
  const std::optional<WebServer> own = serverOf(request.url);
  if (!own) {
    return failure(badAddress(request.url));
  }
  if (!handles_->good()) {
    return failure(httpError(HttpError::cannotConnect, request.url,
                             "the library curl cannot be used on this system",
                             "Reinstall libcurl4"));
  }
  WebServer server = *own;
  std::string url = request.url;
  for (int redirects = 0;; ++redirects) {
    Exchange exchange(request, receiver);
    const Result<void> done =
        handles_->exchange(request, url, isSameServer(*own, server) ? request.token : std::string(),
                           timeouts_, exchange, stop);
    if (!done) {
      return failure(done.error());
    }
    if (!exchange.follows()) {
      return exchange.takeResponse();
    }
    const std::optional<WebServer> next = serverOf(exchange.redirect());
    if (!next || (server.scheme == "https" && next->scheme != "https")) {
      return failure(httpError(
          HttpError::badRedirect, url,
          "redirects to " + shownAddress(exchange.redirect()) + ", which is not safe to follow",
          "Check HF_ENDPOINT and the proxies"));
    }
    if (redirects == kMostRedirects) {
      return failure(httpError(HttpError::tooManyRedirects, request.url,
                               "redirects more than " + std::to_string(kMostRedirects) + " times",
                               "Check HF_ENDPOINT and the proxies"));
    }
    server = *next;
    url = exchange.redirect();
  }
}

std::optional<std::string> HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace headscope
