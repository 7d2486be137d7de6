#include "catalog/checkpoint_files.h"

namespace headscope {

Error picklesOnly(const std::string& repository) {
  return {.code = HubError::picklesOnly,
          .place = repository,
          .problem =
              "has its weights only as pytorch_model.bin, a pickle, which is not opened: a "
              "pickle can run any program",
          .remedy =
              "Where you trust it, convert it with Python's transformers: "
              "AutoModel.from_pretrained(\"" +
              repository +
              "\").save_pretrained(\"FOLDER\"), which writes safetensors, and open FOLDER"};
}

Error noWeights(const std::string& repository) {
  return {.code = HubError::noWeights,
          .place = repository,
          .problem = "has no model.safetensors",
          .remedy = "Choose a repository with safetensors, or name one of its .gguf files: " +
                    repository + "/FILE.gguf"};
}

}  // namespace headscope
