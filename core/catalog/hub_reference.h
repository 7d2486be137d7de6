#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/hub_error.h"

namespace headscope {

// What a person calls a model of the hub.
struct HubReference {
  std::string repository;  // "ORG/REPO", or "gpt2" for the oldest ones
  std::string file = {};   // a .gguf file of it; empty: the checkpoint that the repository is
  std::optional<std::string> revision = {};  // a branch, a tag or a commit; none: "main"

  std::string revisionOrMain() const { return revision.value_or("main"); }

  // As it is written: "ORG/REPO@REVISION".
  std::string text() const;
};

// Whether a repository can have this name: one or two parts of 1 to 96 of the characters A-Z a-z
// 0-9 . _ -, none of them with "--" or "..", none beginning or ending with "-" or ".", and not
// ending with ".git".
bool isHubRepository(std::string_view name);

// Whether a branch or tag can have this name and a file below refs/ too.
bool isHubRevision(std::string_view name);

// ORG/REPO, REPO, ORG/REPO/FILE.gguf, each with @REVISION or without. HubError::badReference.
Result<HubReference> parseHubReference(std::string_view text);

}  // namespace headscope
