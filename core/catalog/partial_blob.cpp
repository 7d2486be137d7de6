#include "catalog/partial_blob.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/disk.h"
#include "catalog/hub_blob.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTryAgain = "Try again; nothing of it was kept";

Error blobError(CatalogError code, const fs::path& path, std::string problem, std::string remedy) {
  return {.code = code,
          .kind = ErrorKind::couldNotDo,
          .file = path.string(),
          .problem = std::move(problem),
          .remedy = std::move(remedy)};
}

}  // namespace

fs::path PartialBlob::pathFor(const fs::path& blob) {
  fs::path path = blob;
  return path += ".incomplete";
}

PartialBlob::PartialBlob(fs::path blob, std::uint64_t bytes, FileDescriptor descriptor)
    : blob_(std::move(blob)),
      path_(pathFor(blob_)),
      bytes_(bytes),
      descriptor_(std::move(descriptor)),
      digest_(beginHubDigest(blob_.filename().string(), bytes)) {}

Result<PartialBlob> PartialBlob::open(const fs::path& blob, std::uint64_t bytes,
                                      std::stop_token stop) {
  const fs::path path = pathFor(blob);
  FileDescriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
  struct stat about {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &about) != 0) {
    return failure(writeError(path, "be opened", errno, kHubVariable));
  }
  PartialBlob partial(blob, bytes, std::move(descriptor));
  partial.size_ = static_cast<std::uint64_t>(about.st_size);
  if (partial.size_ > bytes) {
    if (const Result<void> restarted = partial.restart(); !restarted) {
      return failure(restarted.error());
    }
  }
  if (partial.size_ > 0 && partial.digest_) {
    if (const Result<void> read = updateFromFile(*partial.digest_, path, {}, std::move(stop));
        !read) {
      return failure(read.error());
    }
  }
  if (::lseek(partial.descriptor_.get(), 0, SEEK_END) < 0) {
    return failure(writeError(path, "be written", errno, kHubVariable));
  }
  return partial;
}

Result<void> PartialBlob::restart() {
  if (::ftruncate(descriptor_.get(), 0) != 0 || ::lseek(descriptor_.get(), 0, SEEK_SET) < 0) {
    return failure(writeError(path_, "be written", errno, kHubVariable));
  }
  size_ = 0;
  digest_ = beginHubDigest(blob_.filename().string(), bytes_);
  return {};
}

Result<void> PartialBlob::append(std::span<const std::byte> piece) {
  if (piece.size() > bytes_ - size_) {
    return failure(blobError(
        CatalogError::downloadSize, path_,
        "the server sends more than the " + std::to_string(bytes_) + " bytes that it announced",
        "Try again; if it happens again, the server is at fault"));
  }
  if (digest_) {
    digest_->update(piece);
  }
  while (!piece.empty()) {
    const ssize_t count = ::write(descriptor_.get(), piece.data(), piece.size());
    if (count < 0 && errno != EINTR) {
      return failure(writeError(path_, "be written", errno, kHubVariable));
    }
    const std::size_t written = count < 0 ? 0 : static_cast<std::size_t>(count);
    size_ += written;
    piece = piece.subspan(written);
  }
  return {};
}

Result<void> PartialBlob::finish() {
  if (size_ != bytes_) {
    return failure(
        blobError(CatalogError::downloadSize, path_,
                  "has " + std::to_string(size_) + " bytes, expected " + std::to_string(bytes_),
                  "Try again; what was fetched is kept"));
  }
  if (digest_) {
    const Result<std::string> hash = digest_->finish();
    if (!hash) {
      return failure(hash.error());
    }
    if (*hash != blob_.filename().string()) {
      std::error_code ignored;
      fs::remove(path_, ignored);
      return failure(blobError(CatalogError::downloadHash, path_,
                               "has the hash " + *hash + ", expected " + blob_.filename().string(),
                               kTryAgain));
    }
  }
  if (::fsync(descriptor_.get()) != 0) {
    return failure(writeError(path_, "be written", errno, kHubVariable));
  }
  if (const int reason = descriptor_.close(); reason != 0) {
    return failure(writeError(path_, "be written", reason, kHubVariable));
  }
  std::error_code error;
  fs::rename(path_, blob_, error);
  if (error) {
    return failure(writeError(blob_, "be put in place", error.value(), kHubVariable));
  }
  return syncToDisk(blob_.parent_path(), kHubVariable);
}

}  // namespace headscope
