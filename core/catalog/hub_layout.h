#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace headscope {

// Where things are in the cache of the hub, which Hugging Face's own programs read and write too:
//
//   models--ORG--REPO/blobs/ETAG                 the bytes of a file
//   models--ORG--REPO/blobs/ETAG.incomplete      … as far as they have come
//   models--ORG--REPO/refs/REVISION              a file that holds a commit; may be in folders
//   models--ORG--REPO/snapshots/COMMIT/FILE      a link: ../../blobs/ETAG
//   .locks/models--ORG--REPO/ETAG.lock           held (flock) by who writes that blob

// The repository's folder.
std::filesystem::path hubFolder(const std::filesystem::path& cache, std::string_view repository);

// The repository whose folder has this name; nothing for other folders.
std::optional<std::string> repositoryOfHubFolder(std::string_view folderName);

// What a path within a snapshot is called: "ORG/REPO", and "ORG/REPO/FILE" below its folder.
// Nothing for a path elsewhere.
std::optional<std::string> hubNameOf(const std::filesystem::path& path);

std::filesystem::path hubLockFolder(const std::filesystem::path& cache,
                                    std::string_view repository);

// What the link of a snapshot's file holds: "../../blobs/ETAG", a step more up for each folder that
// the file is in.
std::filesystem::path hubLinkTarget(std::string_view file, std::string_view etag);

// 40 lower-case hexadecimal digits.
bool isHubCommit(std::string_view text);

// Whether an ETag can be the name of a blob: one that isModelName accepts, and no partial blob's.
bool isHubBlobName(std::string_view etag);

}  // namespace headscope
