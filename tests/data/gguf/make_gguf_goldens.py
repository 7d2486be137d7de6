#!/usr/bin/env python3
"""Writes tiny GGUF files as llama.cpp's convert_hf_to_gguf.py does.

NAME.gguf of each of ../models/NAME, in float32: it must give what ../models/NAME/expected.safetensors
has. And two of which NAME_expected.safetensors has what transformers computes:
  llama_quantized  ../models/llama with weights in Q8_0, Q5_0, F16 and BF16; expected is what the
                   values compute that the package gguf makes of these
  llama_biases     a smaller one with biases everywhere

Names of tensors come from the package's own table. Where transformers reads a GGUF file itself, that
is checked to give the same: that it undoes the permutation of queries and keys as it was done here.

    pip install accelerate gguf numpy safetensors torch transformers
    python make_gguf_goldens.py
"""
import json
import math
import pathlib

import gguf
import numpy as np
import torch
import transformers as tf
from gguf import GGMLQuantizationType as Type
from safetensors.numpy import load_file, save_file

here = pathlib.Path(__file__).parent
MODELS = here.parent / "models"


def alternating(rows, heads):
    """Row 2i+j of a head is row j·half+i: LlamaModel.permute."""
    half = rows.shape[0] // heads // 2
    order = [head * 2 * half + j * half + i
             for head in range(heads) for i in range(half) for j in range(2)]
    return rows[order]


def inverse(rows, heads):
    order = alternating(np.arange(rows.shape[0]), heads)
    back = np.empty_like(rows)
    back[order] = rows
    return back


def is_query_or_key(name):
    return ".q_proj." in name or ".k_proj." in name


def heads_of(name, config):
    key = "num_attention_heads" if ".q_proj." in name else "num_key_value_heads"
    return config[key]


def llama_tensor(name, values, config):
    if config["model_type"] == "llama" and is_query_or_key(name):
        return alternating(values, heads_of(name, config))
    return values


def gpt2_tensor(name, values, config):
    conv = ("c_attn.weight", "c_proj.weight", "c_fc.weight")
    return values.T if name.endswith(conv) else values


def bert_tensor(name, values, config):
    return None if name.startswith("cls.") else values


def rope_factors(config):
    """What LlamaModel.generate_extra_tensors divides the frequencies by."""
    rope = config["rope_parameters"]
    size = config["head_dim"]
    old = rope["original_max_position_embeddings"]
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    factors = []
    for i in range(0, size, 2):
        wave = 2 * math.pi * rope["rope_theta"] ** (i / size)
        if wave < old / high:
            factors.append(1)
        elif wave > old / low:
            factors.append(rope["factor"])
        else:
            smooth = (old / wave - low) / (high - low)
            factors.append(1 / ((1 - smooth) / rope["factor"] + smooth))
    return np.array(factors, dtype=np.float32)


def describe_llama(writer, config):
    heads = config["num_attention_heads"]
    size = config.get("head_dim") or config["hidden_size"] // heads
    writer.add_vocab_size(config["vocab_size"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    if size * heads != config["hidden_size"]:
        writer.add_key_length(size)
        writer.add_value_length(size)
    if config["model_type"] == "llama":
        writer.add_rope_dimension_count(size)
    if config["rope_parameters"]["rope_type"] == "llama3":
        writer.add_tensor("rope_freqs.weight", rope_factors(config))


def describe_gpt2(writer, config):
    writer.add_context_length(config["n_positions"])
    writer.add_embedding_length(config["n_embd"])
    writer.add_feed_forward_length(4 * config["n_embd"])
    writer.add_block_count(config["n_layer"])
    writer.add_head_count(config["n_head"])
    writer.add_layer_norm_eps(config["layer_norm_epsilon"])


def describe_bert(writer, config):
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_token_type_count(config["type_vocab_size"])


ARCHITECTURES = {  # of a model_type: the architecture, what describes it, and what its tensors become
    "llama": (gguf.MODEL_ARCH.LLAMA, describe_llama, llama_tensor),
    "qwen2": (gguf.MODEL_ARCH.QWEN2, describe_llama, llama_tensor),
    "gpt2": (gguf.MODEL_ARCH.GPT2, describe_gpt2, gpt2_tensor),
    "bert": (gguf.MODEL_ARCH.BERT, describe_bert, bert_tensor),
}


def convert(path, config, tensors, type_of=lambda name: Type.F32):
    """Writes the file; returns what its tensors are by their names in Hugging Face's file."""
    architecture, describe, as_in_gguf = ARCHITECTURES[config["model_type"]]
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[architecture])
    writer.add_name(path.stem)
    describe(writer, config)
    layers = config.get("num_hidden_layers") or config["n_layer"]
    names = gguf.get_tensor_name_map(architecture, layers)
    held = {}
    for name, values in tensors.items():
        values = as_in_gguf(name, values, config)
        if values is None:
            continue
        called = names.get_name(name.removeprefix("bert."), try_suffixes=(".weight", ".bias"))
        kind = type_of(called) if values.ndim > 1 else Type.F32
        data = gguf.quants.quantize(np.ascontiguousarray(values), kind)
        writer.add_tensor(called, data, raw_dtype=kind)
        held[name] = gguf.quants.dequantize(data, kind).reshape(values.shape)
        if config["model_type"] == "gpt2" and called == "token_embd.weight":
            writer.add_tensor("output.weight", data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return held


def computed(model, ids):
    with torch.no_grad():
        out = model(input_ids=torch.tensor(ids)[None], output_attentions=True,
                    output_hidden_states=True)
    expected = {"input_ids": np.array(ids, dtype=np.int64), "logits": out.logits[0].numpy()}
    for layer, maps in enumerate(out.attentions):
        expected[f"attention.{layer}"] = maps[0].numpy()
    for layer, hidden in enumerate(out.hidden_states):
        expected[f"hidden.{layer}"] = hidden[0].numpy()
    return {name: np.ascontiguousarray(values) for name, values in expected.items()}


def check_with_transformers(path, model_class, expected):
    """Whether transformers, which reads the file by itself, computes the same."""
    options = {}
    if model_class is tf.GPT2LMHeadModel:  # of which it misses vocab_size and n_positions
        options["config"] = tf.AutoConfig.from_pretrained(MODELS / "gpt2")
    model = model_class.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32,
                                        attn_implementation="eager", **options).eval()
    found = computed(model, expected["input_ids"].tolist())
    far = max(np.abs(found[name] - expected[name]).max() for name in expected)
    print(f"{path.name}: transformers' own reading is at most {far:.1e} away")
    assert far < 2e-5, path


def quantized_type(name):
    if name.startswith("token_embd"):
        return Type.Q5_0
    if name.startswith("output"):
        return Type.BF16
    # Rows of 40 are no whole blocks.
    return Type.F16 if "ffn_down" in name else Type.Q8_0


def load_model(config, tensors):
    settings = tf.AutoConfig.for_model(**config)
    settings._attn_implementation = "eager"
    model = tf.AutoModelForCausalLM.from_config(settings, dtype=torch.float32).eval()
    missing = model.load_state_dict({k: torch.tensor(v) for k, v in tensors.items()}, strict=False)
    assert not missing.unexpected_keys and not missing.missing_keys, missing
    return model


def write_quantized(ids):
    config = json.loads((MODELS / "llama" / "config.json").read_text())
    tensors = load_file(MODELS / "llama" / "model.safetensors")
    held = convert(here / "llama_quantized.gguf", config, tensors, quantized_type)
    held = {name: inverse(values, heads_of(name, config)) if is_query_or_key(name) else values
            for name, values in held.items()}
    expected = computed(load_model(config, held), ids)
    save_file(expected, here / "llama_quantized_expected.safetensors")
    check_with_transformers(here / "llama_quantized.gguf", tf.LlamaForCausalLM, expected)


def write_biases(ids):
    settings = tf.LlamaConfig(vocab_size=99, hidden_size=16, num_hidden_layers=2,
                              num_attention_heads=2, num_key_value_heads=1, intermediate_size=24,
                              max_position_embeddings=48, attention_bias=True, mlp_bias=True,
                              attn_implementation="eager")
    model = tf.LlamaForCausalLM(settings).eval()
    random = torch.Generator().manual_seed(20)
    with torch.no_grad():
        for weights in model.parameters():
            weights.copy_(0.4 * torch.randn(weights.shape, generator=random))
    tensors = {name: values.numpy() for name, values in model.state_dict().items()}
    convert(here / "llama_biases.gguf", settings.to_dict(), tensors)
    save_file(computed(model, ids), here / "llama_biases_expected.safetensors")


def main():
    for name in ("llama", "llama3_rope", "qwen2", "gpt2", "bert"):
        folder = MODELS / name
        config = json.loads((folder / "config.json").read_text())
        convert(here / f"{name}.gguf", config, load_file(folder / "model.safetensors"))
        expected = load_file(folder / "expected.safetensors")
        own = {"llama": tf.LlamaForCausalLM, "qwen2": tf.Qwen2ForCausalLM,
               "gpt2": tf.GPT2LMHeadModel}
        if name in own:  # transformers leaves rope_freqs aside, and reads no BERT
            check_with_transformers(here / f"{name}.gguf", own[name], expected)
    ids = load_file(MODELS / "llama" / "expected.safetensors")["input_ids"].tolist()
    write_quantized(ids)
    write_biases(ids)


if __name__ == "__main__":
    main()
