#include "catalog/zip_member.h"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <vector>
#include <zip.h>

#include "catalog/disk.h"
#include "catalog/safe_name.h"

namespace headscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPieceBytes = 1u << 18;

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Member = std::unique_ptr<zip_file_t, CloseMember>;

// A file that did not exist before, removed again unless it is kept.
class NewFile {
 public:
  explicit NewFile(fs::path path)
      : path_(std::move(path)),
        descriptor_(
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644)) {
    // Its name is this object's only if it was this object that made it.
    kept_ = descriptor_ < 0;
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (!kept_) {
      std::error_code ignored;
      fs::remove(path_, ignored);
    }
  }

  bool isOpen() const { return descriptor_ >= 0; }

  bool write(std::span<const char> bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) {
        return false;
      }
      bytes = bytes.subspan(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
  }

  bool keep() {
    kept_ = ::fsync(descriptor_) == 0;
    return kept_;
  }

 private:
  fs::path path_;
  int descriptor_ = -1;
  bool kept_ = false;
};

class Extraction {
 public:
  Extraction(const fs::path& archive, const ByteProgress& progress, std::stop_token stop)
      : path_(archive), progress_(progress), stop_(std::move(stop)), piece_(kPieceBytes) {}

  Result<void> open() {
    int code = 0;
    archive_.reset(zip_open(path_.c_str(), ZIP_RDONLY, &code));
    if (archive_) {
      return {};
    }
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return failure({.code = CatalogError::archiveUnreadable,
                    .kind = ErrorKind::couldNotDo,
                    .file = path_.string(),
                    .problem = "is not a whole zip archive: " + reason,
                    .remedy = "Fetch it again"});
  }

  Result<void> extract(const ZipRequest& request, const fs::path& folder) {
    if (!staysInside(request.fileName)) {
      return failure(problem(
          CatalogError::unsafeName, request,
          "would be written to \"" + request.fileName + "\", which leads out of its folder"));
    }
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat(archive_.get(), request.member.c_str(), 0, &about) != 0) {
      return failure(problem(CatalogError::memberMissing, request, "is not in the archive"));
    }
    if ((about.valid & ZIP_STAT_SIZE) == 0 || about.size != request.bytes) {
      return failure(problem(CatalogError::memberSize, request,
                             "is said to have " + std::to_string(about.size) + " bytes, expected " +
                                 std::to_string(request.bytes)));
    }
    const Member member(zip_fopen_index(archive_.get(), about.index, 0));
    if (!member) {
      return failure(problem(CatalogError::memberCorrupt, request,
                             std::string("cannot be read: ") + zip_strerror(archive_.get())));
    }
    const fs::path target = folder / request.fileName;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error) {
      return failure(writeError(target.parent_path(), "be made", error.value()));
    }
    NewFile file(target);
    if (!file.isOpen()) {
      return failure(writeError(target, "be made", errno));
    }
    if (const Result<void> copied = copy(request, member.get(), file, target); !copied) {
      return copied;
    }
    if (!file.keep()) {
      return failure(writeError(target, "be written", errno));
    }
    return {};
  }

 private:
  static std::string size(std::uint64_t bytes) { return std::to_string(bytes) + " bytes"; }

  Error problem(CatalogError code, const ZipRequest& request, std::string text) const {
    return {.code = code,
            .kind = ErrorKind::couldNotDo,
            .file = path_.string(),
            .place = "member \"" + request.member + "\"",
            .problem = std::move(text),
            .remedy = code == CatalogError::stopped ? "" : "Fetch the archive again"};
  }

  Result<void> copy(const ZipRequest& request, zip_file_t* member, NewFile& file,
                    const fs::path& target) {
    std::uint64_t written = 0;
    while (true) {
      if (stop_.stop_requested()) {
        return failure(problem(CatalogError::stopped, request, "stopped while it was extracted"));
      }
      const zip_int64_t count = zip_fread(member, piece_.data(), piece_.size());
      if (count < 0) {
        return failure(
            problem(CatalogError::memberCorrupt, request,
                    std::string("is damaged: ") + zip_error_strerror(zip_file_get_error(member))));
      }
      if (count == 0) {
        break;
      }
      const auto bytes = static_cast<std::uint64_t>(count);
      if (bytes > request.bytes - written) {
        return failure(problem(CatalogError::memberSize, request,
                               "has more than the expected " + size(request.bytes)));
      }
      if (!file.write(std::span(piece_).first(bytes))) {
        return failure(writeError(target, "be written", errno));
      }
      written += bytes;
      done_ += bytes;
      if (progress_) {
        progress_(done_);
      }
    }
    if (written != request.bytes) {
      return failure(problem(CatalogError::memberSize, request,
                             "has " + size(written) + ", expected " + size(request.bytes)));
    }
    return {};
  }

  const fs::path& path_;
  const ByteProgress& progress_;
  std::stop_token stop_;
  Archive archive_;
  std::vector<char> piece_;
  std::uint64_t done_ = 0;
};

}  // namespace

Result<void> extractMembers(const fs::path& archive, std::span<const ZipRequest> requests,
                            const fs::path& folder, const ByteProgress& progress,
                            std::stop_token stop) {
  Extraction extraction(archive, progress, std::move(stop));
  if (const Result<void> opened = extraction.open(); !opened) {
    return opened;
  }
  for (const ZipRequest& request : requests) {
    if (const Result<void> extracted = extraction.extract(request, folder); !extracted) {
      return extracted;
    }
  }
  return {};
}

}  // namespace headscope
