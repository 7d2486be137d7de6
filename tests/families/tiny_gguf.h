#pragma once

#include <string>
#include <utility>
#include <vector>

#include "families/gguf_family.h"
#include "families/tiny_bert.h"
#include "io/gguf_samples.h"
#include "io/temporary_files.h"

namespace headscope {

inline void addTensor(GgufSample& file, const std::string& name, std::vector<std::uint64_t> shape,
                      float start) {
  const FloatTensor tensor = counting(std::move(shape), start);
  file.tensor(name, tensor.shape, tensor.values);
}

// A Llama whose weights can be read off: d_model 8, 2 heads of 4 dimensions that share one of keys
// and values, d_ff 3, 1 layer, 3 words. A test may spoil it.
inline GgufSample tinyGgufLlama(const std::string& architecture = "llama") {
  GgufSample file;
  const auto key = [&](const char* name) { return architecture + "." + name; };
  file.text("general.architecture", architecture);
  file.number(key("embedding_length"), 8).number(key("block_count"), 1);
  file.number(key("attention.head_count"), 2).number(key("attention.head_count_kv"), 1);
  file.number(key("feed_forward_length"), 3);
  addTensor(file, "token_embd.weight", {3, 8}, 0);
  addTensor(file, "output_norm.weight", {8}, 1);
  addTensor(file, "blk.0.attn_norm.weight", {8}, 1);
  addTensor(file, "blk.0.attn_q.weight", {8, 8}, 100);
  addTensor(file, "blk.0.attn_k.weight", {4, 8}, 200);
  addTensor(file, "blk.0.attn_v.weight", {4, 8}, 300);
  addTensor(file, "blk.0.attn_output.weight", {8, 8}, 400);
  addTensor(file, "blk.0.ffn_norm.weight", {8}, 1);
  addTensor(file, "blk.0.ffn_gate.weight", {3, 8}, 500);
  addTensor(file, "blk.0.ffn_up.weight", {3, 8}, 600);
  addTensor(file, "blk.0.ffn_down.weight", {8, 3}, 700);
  return file;
}

inline void addNorm(GgufSample& file, const std::string& name, std::uint64_t size) {
  addTensor(file, name + ".weight", {size}, 1);
  addTensor(file, name + ".bias", {size}, 0);
}

inline void addLinear(GgufSample& file, const std::string& name, std::uint64_t out,
                      std::uint64_t in) {
  addTensor(file, name + ".weight", {out, in}, 1);
  addTensor(file, name + ".bias", {out}, 0);
}

// A BERT of d_model 4, 2 heads, d_ff 3, 1 layer, 3 words, 5 positions, 2 token types.
inline GgufSample tinyGgufBert() {
  GgufSample file;
  file.text("general.architecture", "bert").number("bert.embedding_length", 4);
  file.number("bert.block_count", 1).number("bert.attention.head_count", 2);
  file.number("bert.feed_forward_length", 3).number("bert.context_length", 9);
  addTensor(file, "token_embd.weight", {3, 4}, 0);
  addTensor(file, "position_embd.weight", {5, 4}, 20);
  addTensor(file, "token_types.weight", {2, 4}, 40);
  addNorm(file, "token_embd_norm", 4);
  for (const char* name : {"attn_q", "attn_k", "attn_v", "attn_output"}) {
    addLinear(file, std::string("blk.0.") + name, 4, 4);
  }
  addNorm(file, "blk.0.attn_output_norm", 4);
  addLinear(file, "blk.0.ffn_up", 3, 4);
  addLinear(file, "blk.0.ffn_down", 4, 3);
  addNorm(file, "blk.0.layer_output_norm", 4);
  return file;
}

// A GPT-2 of d_model 4, 2 heads, d_ff 3, 1 layer, 3 words, 5 positions.
inline GgufSample tinyGgufGpt2() {
  GgufSample file;
  file.text("general.architecture", "gpt2").number("gpt2.embedding_length", 4);
  file.number("gpt2.block_count", 1).number("gpt2.attention.head_count", 2);
  file.number("gpt2.feed_forward_length", 3).number("gpt2.context_length", 5);
  addTensor(file, "token_embd.weight", {3, 4}, 0);
  addTensor(file, "position_embd.weight", {5, 4}, 20);
  addNorm(file, "output_norm", 4);
  addNorm(file, "blk.0.attn_norm", 4);
  addLinear(file, "blk.0.attn_qkv", 12, 4);
  addLinear(file, "blk.0.attn_output", 4, 4);
  addNorm(file, "blk.0.ffn_norm", 4);
  addLinear(file, "blk.0.ffn_up", 3, 4);
  addLinear(file, "blk.0.ffn_down", 4, 3);
  return file;
}

// What becomes of such a file. The words of an error name it "m.gguf".
inline Result<FamilyModel> loadGguf(const GgufSample& sample) {
  const TestFolder folder;
  const auto path = folder.write("m.gguf", sample.bytes());
  const auto file = GgufFile::open(path);
  auto model = file ? loadGgufFamily(*file) : failure(file.error());
  return model.map_error([&](Error error) {
    if (error.file == path.string()) {
      error.file = "m.gguf";
    }
    return error;
  });
}

}  // namespace headscope
