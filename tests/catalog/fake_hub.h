#pragma once

#include <optional>

#include "catalog/hub_tree.h"
#include "catalog/loopback_server.h"

// A hub on this machine with one repository at one commit. As the real one does, it answers for a
// large file with a redirect to another server, which has the bytes.
class FakeHub {
 public:
  struct File {
    std::string content;
    bool large = false;
  };
  // What is said instead of the usual; nothing: the usual.
  using Fault = std::function<std::optional<LoopbackAnswer>(const LoopbackRequest&)>;

  std::string repository = "org/repo";
  std::string revision = "main";
  std::string commit = commitOf('c');
  std::map<std::string, File> files;
  Fault fault;         // of the hub
  Fault storageFault;  // of the server with the large files

  // A checkpoint of two files.
  void addCheckpoint() {
    files["config.json"] = {R"({"model_type": "bert"})"};
    files["model.safetensors"] = {std::string(100'000, 'w'), true};
  }

  std::string url() const { return hub_.url(); }
  std::vector<LoopbackRequest> requests() const { return hub_.requests(); }
  std::vector<LoopbackRequest> storageRequests() const { return storage_.requests(); }

  std::string blobName(const std::string& file) const {
    const File& found = files.at(file);
    return found.large ? lfsName(found.content) : gitName(found.content);
  }

  // The bytes, from where the request wants them on.
  static LoopbackAnswer ranged(const LoopbackRequest& request, const std::string& content) {
    const std::string range = request.header("range");
    if (range.empty()) {
      return wholeAnswer(200, content);
    }
    const std::size_t first = std::stoul(range.substr(6));  // "bytes=N-"
    return wholeAnswer(206, content.substr(first),
                       {"Content-Range: bytes " + std::to_string(first) + "-" +
                        std::to_string(content.size() - 1) + "/" + std::to_string(content.size())});
  }

  // The first `count` bytes of an answer's body, and then the end of the connection.
  static LoopbackAnswer cutAfter(LoopbackAnswer whole, std::size_t count) {
    whole.bytes.resize(whole.bytes.find("\r\n\r\n") + 4 + count);
    return whole;
  }

 private:
  LoopbackAnswer answerOfHub(const LoopbackRequest& request) {
    if (auto said = fault ? fault(request) : std::nullopt) {
      return *said;
    }
    std::string target = request.target;
    if (target.starts_with("http://")) {  // asked as a proxy
      target = target.substr(target.find('/', 7));
    }
    const std::string head = "/" + repository + "/resolve/";
    const std::size_t slash = target.find('/', head.size());
    const std::string wanted =
        target.substr(std::min(head.size(), target.size()), slash - std::min(head.size(), slash));
    if (!target.starts_with(head)) {
      return answer(401, {"X-Error-Code: RepoNotFound", "Content-Length: 0"});
    }
    if (wanted != revision && wanted != commit) {
      return answer(404, {"X-Error-Code: RevisionNotFound", "Content-Length: 0"});
    }
    const auto found = files.find(target.substr(slash + 1));
    const std::string commitLine = "X-Repo-Commit: " + commit;
    if (found == files.end()) {
      return answer(404, {"X-Error-Code: EntryNotFound", commitLine, "Content-Length: 0"});
    }
    const std::string etag = "\"" + blobName(found->first) + "\"";
    if (found->second.large) {
      return answer(302, {commitLine, "X-Linked-Etag: " + etag,
                          "X-Linked-Size: " + std::to_string(found->second.content.size()),
                          "ETag: \"of-the-redirect\"", "Content-Length: 0",
                          "Location: " + storage_.url("/" + found->first + "?signature=1")});
    }
    if (request.method == "HEAD") {
      return answer(200, {commitLine, "ETag: W/" + etag,
                          "Content-Length: " + std::to_string(found->second.content.size())});
    }
    return ranged(request, found->second.content);
  }

  LoopbackAnswer answerOfStorage(const LoopbackRequest& request) {
    if (auto said = storageFault ? storageFault(request) : std::nullopt) {
      return *said;
    }
    const auto found = files.find(request.target.substr(1, request.target.find('?') - 1));
    return found == files.end() ? wholeAnswer(403, "") : ranged(request, found->second.content);
  }

  LoopbackServer storage_{
      [this](const LoopbackRequest& request) { return answerOfStorage(request); }};
  LoopbackServer hub_{[this](const LoopbackRequest& request) { return answerOfHub(request); }};
};
