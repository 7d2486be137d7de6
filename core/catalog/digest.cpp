#include "catalog/digest.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <openssl/evp.h>
#include <vector>

namespace headscope {

namespace {

constexpr std::size_t kReadBytes = 1u << 18;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

bool isHexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

void Digest::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Digest::Digest(DigestAlgorithm algorithm) : algorithm_(algorithm), context_(EVP_MD_CTX_new()) {
  const EVP_MD* method = algorithm == DigestAlgorithm::sha1 ? EVP_sha1() : EVP_sha256();
  usable_ = context_ && EVP_DigestInit_ex(context_.get(), method, nullptr) == 1;
}

void Digest::update(std::span<const std::byte> bytes) {
  usable_ = usable_ && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
}

Result<std::string> Digest::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  usable_ = usable_ && EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1;
  if (!usable_) {
    return failure({.code = CatalogError::hashUnavailable,
                    .kind = ErrorKind::couldNotDo,
                    .problem = std::string("the crypto library of this system cannot compute ") +
                               (algorithm_ == DigestAlgorithm::sha1 ? "SHA-1" : "SHA-256"),
                    .remedy = "Check the OpenSSL configuration"});
  }
  usable_ = false;  // a context gives its digest once
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

Result<std::string> sha256Of(std::span<const std::byte> bytes) {
  Digest digest(DigestAlgorithm::sha256);
  digest.update(bytes);
  return digest.finish();
}

Result<void> updateFromFile(Digest& digest, const std::filesystem::path& file,
                            const ByteProgress& progress, std::stop_token stop) {
  const auto cannotRead = [&file](int reason) {
    return failure({.code = CatalogError::cannotRead,
                    .kind = ErrorKind::couldNotDo,
                    .file = file.string(),
                    .problem = std::string("cannot be read: ") + std::strerror(reason),
                    .remedy = "Check that the file exists and that you may read it"});
  };
  const std::unique_ptr<std::FILE, CloseFile> stream(std::fopen(file.c_str(), "rbe"));
  if (!stream) {
    return cannotRead(errno);
  }
  std::vector<std::byte> piece(kReadBytes);
  std::uint64_t done = 0;
  while (true) {
    if (stop.stop_requested()) {
      return failure({.code = CatalogError::stopped,
                      .kind = ErrorKind::couldNotDo,
                      .file = file.string(),
                      .problem = "stopped while its hash was computed"});
    }
    const std::size_t count = std::fread(piece.data(), 1, piece.size(), stream.get());
    if (std::ferror(stream.get()) != 0) {
      return cannotRead(errno);
    }
    if (count == 0) {
      return {};
    }
    digest.update(std::span(piece).first(count));
    done += count;
    if (progress) {
      progress(done);
    }
  }
}

Result<std::string> sha256OfFile(const std::filesystem::path& file, const ByteProgress& progress,
                                 std::stop_token stop) {
  Digest digest(DigestAlgorithm::sha256);
  if (const Result<void> read = updateFromFile(digest, file, progress, std::move(stop)); !read) {
    return failure(read.error());
  }
  return digest.finish();
}

bool isSha256(std::string_view text) {
  return text.size() == 64 && isHexadecimal(text);
}

bool isSha1(std::string_view text) {
  return text.size() == 40 && isHexadecimal(text);
}

}  // namespace headscope
