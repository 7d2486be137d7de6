#pragma once

#include "error/error.h"

namespace headscope {

// What can go wrong with models of the Hugging Face hub, besides HttpError on the way there and
// CatalogError on the disk.
enum class HubError {
  badReference = 1,  // not ORG/REPO[@REVISION] or ORG/REPO/FILE.gguf[@REVISION]
  badToken,          // a token that cannot stand in a header

  // what the hub answers
  offline,          // HF_HUB_OFFLINE forbids to ask
  accessDenied,     // 401, 403
  notFound,         // 404: no such repository, revision or file
  tooManyRequests,  // 429, or told to wait for longer than anybody would
  serverFailed,     // any other status that is no answer
  badAnswer,        // lacks what a hub says, or contradicts what it said before
  indexTooLarge,    // model.safetensors.index.json
  noWeights,        // no safetensors
  picklesOnly,      // … but pytorch_model.bin

  // what the cache has
  notCached,
  ambiguousRevision,  // the beginning of more than one commit
  brokenReference,    // a file of refs/ that holds no commit
  incomplete,         // a part of what it takes to open the model
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(HubError);
