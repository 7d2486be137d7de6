#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "catalog/loopback_socket.h"

// What a client asked a LoopbackServer.
struct LoopbackRequest {
  std::string method;
  std::string target;                          // as in the request line
  std::map<std::string, std::string> headers;  // names in lower case

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// What it says to that, byte for byte, and what it does then.
struct LoopbackAnswer {
  enum class Then { close, stall };  // stall: says no more, and keeps the connection
  std::string bytes;
  Then then = Then::close;
};

inline LoopbackAnswer answer(int status, const std::vector<std::string>& headers = {},
                             const std::string& body = "") {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Words\r\nConnection: close\r\n";
  for (const std::string& line : headers) {
    bytes += line + "\r\n";
  }
  return {bytes + "\r\n" + body};
}

// The same, with the length that a body has.
inline LoopbackAnswer wholeAnswer(int status, const std::string& body,
                                  std::vector<std::string> headers = {}) {
  headers.push_back("Content-Length: " + std::to_string(body.size()));
  return answer(status, headers, body);
}

// An HTTP server on 127.0.0.1 for a test: a request a connection, one after the other, in a thread
// of its own. The script says what is answered.
class LoopbackServer {
 public:
  using Script = std::function<LoopbackAnswer(const LoopbackRequest&)>;

  explicit LoopbackServer(Script script) : script_(std::move(script)) {
    thread_ = std::thread([this] { serve(); });
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer() {
    ending_ = true;
    socket_.shut();
    thread_.join();
    for (const int stalled : stalled_) {
      ::close(stalled);
    }
  }

  int port() const { return socket_.port(); }
  std::string url(const std::string& target = "") const {
    return "http://127.0.0.1:" + std::to_string(socket_.port()) + target;
  }

  // All that was asked so far.
  std::vector<LoopbackRequest> requests() const {
    const std::lock_guard guard(mutex_);
    return requests_;
  }

 private:
  void serve() {
    while (!ending_) {
      const int connection = socket_.accept();
      if (connection < 0) {
        return;
      }
      const timeval patience{.tv_sec = 5, .tv_usec = 0};  // a client that forgets to close
      ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      const LoopbackRequest request = read(connection);
      if (request.method.empty()) {
        ::close(connection);
        continue;
      }
      {
        const std::lock_guard guard(mutex_);
        requests_.push_back(request);
      }
      const LoopbackAnswer said = script_(request);
      send(connection, said.bytes);
      if (said.then == LoopbackAnswer::Then::stall) {
        stalled_.push_back(connection);
      } else {
        ::shutdown(connection, SHUT_WR);
        drain(connection);
        ::close(connection);
      }
    }
  }

  static LoopbackRequest read(int connection) {
    std::string text;
    char byte = 0;
    while (!text.ends_with("\r\n\r\n") && ::recv(connection, &byte, 1, 0) == 1) {
      text += byte;
      if (text[0] < 'A' || text[0] > 'Z') {
        break;  // no HTTP: a client that begins TLS
      }
    }
    LoopbackRequest request;
    const std::size_t first = text.find(' ');
    const std::size_t second = text.find(' ', first + 1);
    if (!text.ends_with("\r\n\r\n") || second == std::string::npos) {
      return request;
    }
    request.method = text.substr(0, first);
    request.target = text.substr(first + 1, second - first - 1);
    std::size_t begin = text.find("\r\n") + 2;
    while (begin + 2 < text.size()) {
      const std::size_t end = text.find("\r\n", begin);
      const std::size_t colon = text.find(": ", begin);
      if (colon < end) {
        std::string name = text.substr(begin, colon - begin);
        for (char& c : name) {
          c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        request.headers[name] = text.substr(colon + 2, end - colon - 2);
      }
      begin = end + 2;
    }
    return request;
  }

  static void send(int connection, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count =
          ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) {
        return;  // the client has had enough
      }
      sent += static_cast<std::size_t>(count);
    }
  }

  // Until the client closes too: closing with unread bytes would reset what it has not read.
  static void drain(int connection) {
    char byte = 0;
    while (::recv(connection, &byte, 1, 0) > 0) {
    }
  }

  Script script_;
  LoopbackSocket socket_;
  std::atomic<bool> ending_ = false;
  mutable std::mutex mutex_;
  std::vector<LoopbackRequest> requests_;
  std::vector<int> stalled_;
  std::thread thread_;
};
