#pragma once

#include <QCryptographicHash>

#include "catalog/files.h"

// A cache of the hub as huggingface_hub writes it, for a test. Its hashes are Qt's.

inline std::string qtHash(QCryptographicHash::Algorithm algorithm, const std::string& bytes) {
  return QCryptographicHash::hash(QByteArray::fromStdString(bytes), algorithm)
      .toHex()
      .toStdString();
}

// The name of a large file's blob, and of a small one's.
inline std::string lfsName(const std::string& content) {
  return qtHash(QCryptographicHash::Sha256, content);
}
inline std::string gitName(const std::string& content) {
  const std::string header = "blob " + std::to_string(content.size());
  return qtHash(QCryptographicHash::Sha1, header + '\0' + content);
}

// A commit that is easy to read: the digit forty times.
inline std::string commitOf(char digit) {
  return std::string(40, digit);
}

struct HubTree {
  std::filesystem::path root;

  std::filesystem::path repository(const std::string& folder) const { return root / folder; }

  // A file of the snapshot and its blob; `name` is the blob's.
  void add(const std::string& folder, const std::string& commit, const std::string& file,
           const std::string& content, const std::string& name) const {
    writeText(root / folder / "blobs" / name, content);
    const std::filesystem::path link = root / folder / "snapshots" / commit / file;
    std::filesystem::create_directories(link.parent_path());
    std::filesystem::create_symlink(
        std::filesystem::relative(root / folder / "blobs" / name, link.parent_path()), link);
  }
  void addSmall(const std::string& folder, const std::string& commit, const std::string& file,
                const std::string& content) const {
    add(folder, commit, file, content, gitName(content));
  }
  void addLarge(const std::string& folder, const std::string& commit, const std::string& file,
                const std::string& content) const {
    add(folder, commit, file, content, lfsName(content));
  }
  void ref(const std::string& folder, const std::string& name, const std::string& commit) const {
    writeText(root / folder / "refs" / name, commit);
  }

  // A checkpoint of 2 files and 9 bytes, at main.
  void addCheckpoint(const std::string& folder, const std::string& commit) const {
    addSmall(folder, commit, "config.json", "{}");
    addLarge(folder, commit, "model.safetensors", "weights");
    ref(folder, "main", commit);
  }
};
