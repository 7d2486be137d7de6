#include "catalog/hub_reference.h"

#include <algorithm>

#include "catalog/letter_case.h"
#include "catalog/safe_name.h"

namespace headscope {

namespace {

constexpr std::size_t kLongestName = 96;
constexpr std::size_t kLongestRevision = 200;

bool isNamePart(std::string_view part) {
  const auto isOddEnd = [](char c) { return c == '-' || c == '.'; };
  return !part.empty() && part.size() <= kLongestName && !isOddEnd(part.front()) &&
         !isOddEnd(part.back()) && part.find("--") == std::string_view::npos &&
         part.find("..") == std::string_view::npos &&
         std::all_of(part.begin(), part.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

Error badReference(std::string_view text, std::string problem) {
  return {.code = HubError::badReference,
          .place = "model \"" + std::string(text) + "\"",
          .problem = std::move(problem),
          .remedy = "Write ORG/REPO, ORG/REPO@REVISION or ORG/REPO/FILE.gguf as the hub has them"};
}

}  // namespace

std::string HubReference::text() const {
  return repository + (file.empty() ? "" : "/" + file) + (revision ? "@" + *revision : "");
}

bool isHubRepository(std::string_view name) {
  const std::size_t slash = name.find('/');
  const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return (slash == std::string_view::npos || isNamePart(name.substr(0, slash))) &&
         isNamePart(last) && !last.ends_with(".git");
}

bool isHubRevision(std::string_view name) {
  return name.size() <= kLongestRevision && staysInside(name) && name.front() != '-' &&
         name.find_first_of(" ~^:?*[") == std::string_view::npos;
}

Result<HubReference> parseHubReference(std::string_view text) {
  HubReference reference;
  std::string_view name = text;
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    const std::string_view revision = text.substr(at + 1);
    if (!isHubRevision(revision)) {
      return failure(
          badReference(text, "\"" + std::string(revision) + "\" cannot be the name of a revision"));
    }
    reference.revision = revision;
    name = text.substr(0, at);
  }
  // What stands after the second part is a file.
  const std::size_t first = name.find('/');
  const std::size_t second = first == std::string_view::npos ? first : name.find('/', first + 1);
  reference.repository = name.substr(0, second);
  if (!isHubRepository(reference.repository)) {
    return failure(
        badReference(text, "\"" + reference.repository + "\" cannot be the name of a repository"));
  }
  if (second != std::string_view::npos) {
    reference.file = name.substr(second + 1);
    if (!staysInside(reference.file) || !lowerCased(reference.file).ends_with(".gguf")) {
      return failure(badReference(text, "\"" + reference.file + "\" is no .gguf file"));
    }
  }
  return reference;
}

}  // namespace headscope
