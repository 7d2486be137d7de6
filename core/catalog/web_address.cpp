#include "catalog/web_address.h"

#include <algorithm>
#include <curl/curl.h>
#include <memory>

#include "catalog/letter_case.h"

namespace headscope {

namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

bool isUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<WebServer> serverOf(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  const auto part = [&parsed](CURLUPart which, unsigned flags) -> std::string {
    char* text = nullptr;
    curl_url_get(parsed.get(), which, &text, flags);
    const std::unique_ptr<char, FreeText> owned(text);
    return text == nullptr ? "" : lowerCased(text);
  };
  WebServer server{.scheme = part(CURLUPART_SCHEME, 0),
                   .host = part(CURLUPART_HOST, 0),
                   .port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  const bool http = server.scheme == "http" || server.scheme == "https";
  return http && !server.host.empty() ? std::optional(std::move(server)) : std::nullopt;
}

bool isSameServer(const WebServer& from, const WebServer& to) {
  const bool upgraded =
      from.scheme == "http" && from.port == "80" && to.scheme == "https" && to.port == "443";
  return from.host == to.host && (upgraded || (from.scheme == to.scheme && from.port == to.port));
}

std::string resolvedAddress(const std::string& base, const std::string& location) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  char* text = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, location.c_str(),
                   CURLU_URLENCODE | CURLU_ALLOW_SPACE) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) {
    return location;  // which is no address to follow to
  }
  return std::unique_ptr<char, FreeText>(text).get();
}

std::string shownAddress(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  const std::size_t at = url.substr(0, path).rfind('@');
  const std::size_t begin = at == std::string_view::npos || at < host ? host : at + 1;
  return std::string(url.substr(0, host)) + std::string(url.substr(begin));
}

std::string percentEncoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (isUnreserved(c) || kept.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace headscope
