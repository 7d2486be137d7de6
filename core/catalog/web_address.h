#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headscope {

// What of an address says which server it is.
struct WebServer {
  std::string scheme;  // "http" or "https"
  std::string host;    // in lower case
  std::string port;    // also where the address does not name it
};

// Nothing where this is no http or https address.
std::optional<WebServer> serverOf(const std::string& url);

// Whether what may be said to the one may be said to the other. From http to https of the same host
// it may, at their usual ports.
bool isSameServer(const WebServer& from, const WebServer& to);

// Where the Location header of an answer from `base` leads: an address, or `location` itself where
// it is none.
std::string resolvedAddress(const std::string& base, const std::string& location);

// The address without what must not be shown: a name and password, and the query, which may hold a
// signature.
std::string shownAddress(std::string_view url);

// The text as it stands in an address: all but letters, digits, "-", ".", "_", "~" and the
// characters of `kept` as % and two digits.
std::string percentEncoded(std::string_view text, std::string_view kept = "");

}  // namespace headscope
