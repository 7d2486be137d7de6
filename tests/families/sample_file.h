#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "io/safetensors_samples.h"
#include "io/safetensors_store.h"
#include "io/temporary_files.h"
#include "shown_error.h"

namespace headscope {

struct SampleTensor {
  std::string name;
  std::string dtype;  // as the file writes it
  std::string shape;  // "[2,3]"
  const char* bytes;  // as they stand in the file, hexadecimal; spaces do not count
};

// A safetensors file of one's own bytes.
class SampleFile {
 public:
  explicit SampleFile(const std::vector<SampleTensor>& tensors) {
    std::vector<std::string> fields;
    std::string data;
    for (const SampleTensor& tensor : tensors) {
      const std::string begin = std::to_string(data.size());
      data += QByteArray::fromHex(tensor.bytes).toStdString();
      fields.push_back(tensorField(tensor.name, tensor.dtype, tensor.shape,
                                   "[" + begin + "," + std::to_string(data.size()) + "]"));
    }
    folder_.write("model.safetensors", safetensorsBytes(objectOf(fields), data));
  }

  std::filesystem::path path() const { return folder_.file("model.safetensors"); }

  std::shared_ptr<const SafetensorsStore> open() const {
    const auto file = SafetensorsStore::open(path());
    if (!file) {
      qFatal("%s", describe(file.error()).c_str());
    }
    return *file;
  }

  // What an error about it says, without its path.
  QString shownWithoutPath(const Error& error) const {
    return shown(error).remove(QString::fromStdString(path().string()) + QStringLiteral(": "));
  }

 private:
  TestFolder folder_;
};

}  // namespace headscope
