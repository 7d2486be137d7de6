#include "catalog/hub_client.h"

#include <algorithm>
#include <charconv>

#include "catalog/hub_layout.h"
#include "catalog/partial_blob.h"
#include "catalog/web_address.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostFileBytes = 1ull << 50;
constexpr int kMostMirrors = 3;  // that send on to one another

std::optional<std::uint64_t> numberIn(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= kMostFileBytes
             ? std::optional(number)
             : std::nullopt;
}

// An ETag as a name: without quotes and the mark of a weak one.
std::string nameOfEtag(std::string etag) {
  if (etag.starts_with("W/")) {
    etag.erase(0, 2);
  }
  std::erase(etag, '"');
  return etag;
}

Error badAnswer(const HttpResponse& response, std::string problem) {
  return {.code = HubError::badAnswer,
          .kind = ErrorKind::couldNotDo,
          .file = shownAddress(response.url),
          .problem = std::move(problem),
          .remedy = "Check that HF_ENDPOINT names a hub, and the proxies"};
}

Result<HubFile> describedFile(const HttpResponse& response, const std::string& name) {
  const std::string commit = response.header("x-repo-commit").value_or("");
  if (!isHubCommit(commit)) {
    return failure(badAnswer(response, "does not say which commit this file is of"));
  }
  const bool redirects = response.status >= 300;
  const std::string etag =
      nameOfEtag(response.header("x-linked-etag")
                     .value_or(redirects ? "" : response.header("etag").value_or("")));
  if (!isHubBlobName(etag)) {
    return failure(badAnswer(response, "gives this file no ETag that can name it"));
  }
  const std::optional<std::uint64_t> bytes =
      numberIn(response.header("x-linked-size")
                   .value_or(redirects ? "" : response.header("content-length").value_or("")));
  if (!bytes) {
    return failure(badAnswer(response, "does not say how large this file is"));
  }
  return HubFile{.name = name, .commit = commit, .etag = etag, .bytes = *bytes};
}

// A redirect that tells nothing of the file comes from a mirror: where the hub is that it sends on
// to. Nothing where this is no such redirect, or one that is not safe to follow.
std::optional<std::string> behindMirror(const HttpResponse& response) {
  const std::optional<std::string> location = response.header("location");
  if (response.status < 300 || response.status >= 400 || !location ||
      response.header("x-repo-commit")) {
    return std::nullopt;
  }
  const std::string next = resolvedAddress(response.url, *location);
  const std::optional<WebServer> from = serverOf(response.url);
  const std::optional<WebServer> to = serverOf(next);
  const bool safe = from && to && (from->scheme == "http" || to->scheme == "https");
  return safe ? std::optional(next) : std::nullopt;
}

// "bytes FIRST-LAST/TOTAL": whether it is the rest from firstByte on of a file of that size.
bool isTheRest(const std::string& contentRange, std::uint64_t firstByte, std::uint64_t bytes) {
  const std::string head =
      "bytes " + std::to_string(firstByte) + "-" + std::to_string(bytes - 1) + "/";
  return contentRange == head + std::to_string(bytes) || contentRange == head + "*";
}

// Looks at the answer to a request for what `partial` lacks, and makes ready for its body.
Result<void> acceptBody(const HttpResponse& response, PartialBlob& partial) {
  if (const std::string encoding = response.header("content-encoding").value_or("identity");
      encoding != "identity") {
    return failure(
        badAnswer(response, "sends the file as " + encoding + ", which nobody asked for"));
  }
  const std::optional<std::string> length = response.header("content-length");
  if (response.status == 206) {
    const std::string range = response.header("content-range").value_or("");
    if (!isTheRest(range, partial.size(), partial.bytes())) {
      return failure(badAnswer(
          response, "was asked for the bytes from " + std::to_string(partial.size()) + " of " +
                        std::to_string(partial.bytes()) + " on and sends \"" + range + "\""));
    }
  } else if (length && numberIn(*length) != partial.bytes()) {
    return failure({.code = CatalogError::downloadSize,
                    .kind = ErrorKind::couldNotDo,
                    .file = shownAddress(response.url),
                    .problem = "sends " + *length + " bytes, announced were " +
                               std::to_string(partial.bytes()),
                    .remedy = "Try again; if it happens again, the server is at fault"});
  } else if (partial.size() > 0) {
    return partial.restart();  // the whole, though only the rest was asked for
  }
  return {};
}

bool isOf(const Error& error, std::initializer_list<HttpError> codes) {
  return std::any_of(codes.begin(), codes.end(),
                     [&error](HttpError code) { return error.code == code; });
}

// Why a transfer that was not refused has not brought all; nothing where it has.
std::optional<FailedAttempt> shortfall(const Result<HttpResponse>& response,
                                       const PartialBlob& partial) {
  constexpr const char* kRemedy = "Try again: what was fetched is kept";
  if (response) {
    if (partial.size() == partial.bytes()) {
      return std::nullopt;
    }
    return FailedAttempt{
        .error = {.code = HttpError::cut,
                  .kind = ErrorKind::couldNotDo,
                  .file = shownAddress(response->url),
                  .problem = "the connection was cut after " + std::to_string(partial.size()) +
                             " of " + std::to_string(partial.bytes()) + " bytes",
                  .remedy = kRemedy},
        .mayPass = true};
  }
  FailedAttempt failed{.error = response.error(),
                       .mayPass = isOf(response.error(), {HttpError::cut, HttpError::stalled,
                                                          HttpError::cannotConnect})};
  if (failed.mayPass) {
    failed.error.remedy = kRemedy;
  }
  return failed;
}

}  // namespace

HubClient::HubClient(const HubSettings& settings, std::string repository,
                     const HttpTimeouts& timeouts, std::stop_token stop)
    : settings_(settings),
      repository_(std::move(repository)),
      stop_(std::move(stop)),
      http_(timeouts) {}

std::string HubClient::addressOf(const std::string& revision, const std::string& file) const {
  return settings_.endpoint + "/" + repository_ + "/resolve/" + percentEncoded(revision) + "/" +
         percentEncoded(file, "/");
}

Result<void> HubClient::checkToken() const {
  const bool good = std::all_of(settings_.token.begin(), settings_.token.end(),
                                [](char c) { return c > ' ' && c < 0x7f; });
  if (!good) {
    return failure({.code = HubError::badToken,
                    .problem = "the token has a character that no token has",
                    .remedy = "Set HF_TOKEN to a token of " + settings_.endpoint +
                              "/settings/tokens, or unset it"});
  }
  return {};
}

FailedAttempt HubClient::refusal(const HttpResponse& response) const {
  const int status = response.status;
  const std::string said = " (status " + std::to_string(status) + ")";
  const std::string page = settings_.endpoint + "/" + repository_;
  Error error{.kind = ErrorKind::couldNotDo, .file = shownAddress(response.url)};
  const std::optional<WebServer> hub = serverOf(settings_.endpoint);
  const std::optional<WebServer> answering = serverOf(response.url);
  const bool byHub = hub && answering && isSameServer(*hub, *answering);
  if (byHub && (status == 401 || status == 403)) {
    error.code = HubError::accessDenied;
    error.problem = repository_ + " is gated or private, or does not exist" + said;
    error.remedy = "Check its name; where it is gated, accept its terms at " + page + "; then " +
                   (settings_.token.empty()
                        ? "set HF_TOKEN to a token of " + settings_.endpoint + "/settings/tokens"
                        : "see that the token in HF_TOKEN may read it");
  } else if (byHub && status == 404) {
    const std::string code = response.header("x-error-code").value_or("");
    error.code = HubError::notFound;
    error.kind = ErrorKind::badInput;
    error.problem = code == "RevisionNotFound"
                        ? repository_ + " has no such revision" + said
                        : "there is no such repository, revision or file" + said;
    error.remedy = "See " + page;
  } else if (status == 429) {
    error.code = HubError::tooManyRequests;
    error.problem = "too many requests came from here" + said;
    error.remedy = "Wait for some minutes, then try again; with HF_TOKEN set the hub allows more";
  } else {
    error.code = HubError::serverFailed;
    error.problem = "the server could not answer" + said;
    error.remedy = "Try again later";
  }
  return {.error = std::move(error),
          .mayPass = status == 429 || status == 408 || status >= 500,
          .retryAfter = response.retryAfter};
}

Result<std::optional<HubFile>> HubClient::ask(const std::string& revision, const std::string& file,
                                              const Patience& patience) {
  if (const Result<void> good = checkToken(); !good) {
    return failure(good.error());
  }
  HttpRequest request{.method = HttpMethod::head,
                      .url = addressOf(revision, file),
                      .token = settings_.token,
                      .redirects = HttpRedirects::sameServer};
  int mirrors = 0;
  Attempts attempts(patience, stop_);
  while (true) {
    const Result<HttpResponse> response = http_.send(request, {}, stop_);
    FailedAttempt failed;
    if (!response) {
      failed = {.error = response.error(),
                .mayPass = isOf(response.error(), {HttpError::cut, HttpError::stalled})};
    } else if (response->status == 404 &&
               response->header("x-error-code").value_or("EntryNotFound") == "EntryNotFound") {
      return std::nullopt;
    } else if (const auto next = behindMirror(*response); next && mirrors < kMostMirrors) {
      ++mirrors;
      request.url = *next;
      request.token.clear();
      continue;
    } else if (response->status >= 200 && response->status < 400) {
      const Result<HubFile> described = describedFile(*response, file);
      if (!described) {
        return failure(described.error());
      }
      return *described;
    } else {
      failed = refusal(*response);
    }
    if (const Result<void> waited = attempts.waitAfter(failed); !waited) {
      return failure(waited.error());
    }
  }
}

Result<void> HubClient::download(const HubFile& file, const fs::path& blob,
                                 const Patience& patience, const ByteProgress& progress) {
  Result<PartialBlob> partial = PartialBlob::open(blob, file.bytes, stop_);
  if (!partial) {
    return failure(partial.error());
  }
  const auto report = [&] {
    if (progress) {
      progress(partial->size());
    }
  };
  Attempts attempts(patience, stop_);
  std::uint64_t furthest = partial->size();
  report();
  while (partial->size() < file.bytes) {
    const std::uint64_t first = partial->size();
    std::optional<FailedAttempt> failed;
    const HttpReceiver receiver{
        .head = [&](const HttpResponse& response) -> Result<void> {
          if (response.status == 200 || (response.status == 206 && first > 0)) {
            return acceptBody(response, *partial);
          }
          failed = refusal(response);
          if (response.status == 416 && first > 0) {
            failed->mayPass = true;  // from the beginning
            if (const Result<void> restarted = partial->restart(); !restarted) {
              return restarted;
            }
          }
          return failure(failed->error);
        },
        .body = [&](std::span<const std::byte> piece) -> Result<void> {
          Result<void> taken = partial->append(piece);
          report();
          return taken;
        }};
    const Result<HttpResponse> response = http_.send(
        {.url = addressOf(file.commit, file.name), .token = settings_.token, .firstByte = first},
        receiver, stop_);
    if (partial->size() > furthest) {
      furthest = partial->size();
      attempts.progressed();
    }
    if (!failed) {
      failed = shortfall(response, *partial);
    }
    if (failed) {
      if (const Result<void> waited = attempts.waitAfter(*failed); !waited) {
        return waited;
      }
    }
  }
  return partial->finish();
}

}  // namespace headscope
