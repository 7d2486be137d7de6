#!/usr/bin/env python3
"""Writes the inputs that the fuzzers start from: corpus/TARGET/good_… and bad_….

Small files by hand, after the formats' own descriptions; nothing is fetched.

Usage: make_corpus.py CORPUS_DIR
"""
import base64
import json
import os
import struct
import sys


def put(target, name, data):
    folder = os.path.join(sys.argv[1], target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode("utf-8"))


def numbers(count):
    """Weights between -0.5 and 0.5, always the same."""
    return [((i * 37 + 11) % 101 - 50) / 100 for i in range(count)]


# --- JSON ---------------------------------------------------------------------------------------

put("json", "good_values.json", '{"a": [1, -2.5e-3, true, false, null, "\\u00e9\\ud83d\\ude00\\n"], "b": {"": {}}}')
put("json", "good_listed.json", '{"model": {"vocab": {"a": 0, "b": 1}}, "c": [[], {}]}')
put("json", "good_big_numbers.json", "[18446744073709551615, -9223372036854775808, 18446744073709551616, 1e308, -0.0, 5e-324]")
put("json", "good_deep.json", "[" * 64 + "]" * 64)
put("json", "good_scalar.json", ' "text" ')
put("json", "bad_listed_twice.json", '{"model": {"vocab": {"a": 0}, "vocab": {"b": 1, "b": 2}}}')
put("json", "bad_too_deep.json", "[" * 65 + "]" * 65)
put("json", "bad_lone_surrogate.json", '["\\ud83d"]')
put("json", "bad_overflow.json", "[1e999]")
put("json", "bad_byte_order_mark.json", b"\xef\xbb\xbf{}")
put("json", "bad_not_utf8.json", b'["\xff"]')
put("json", "bad_open.json", '{"a": [1, 2')
put("json", "bad_trailing.json", "{} 1")
put("json", "bad_empty.json", "")

# --- safetensors --------------------------------------------------------------------------------


def safetensors(tensors, metadata=None, text=None, cut=0, extra=b""):
    """tensors: name -> (dtype, shape, bytes)."""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, (dtype, shape, values) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    head = (text if text is not None else json.dumps(header)).encode("utf-8")
    file = struct.pack("<Q", len(head)) + head + data + extra
    return file[:len(file) - cut]


def floats(*shape):
    count = 1
    for length in shape:
        count *= length
    return "F32", list(shape), struct.pack(f"<{count}f", *numbers(count))


put("safetensors", "good_kinds.safetensors", safetensors({
    "f32": floats(2, 3), "f16": ("F16", [3], b"\x00\x3c\x00\x7c\x01\x00"), "bf16": ("BF16", [2, 1], b"\x80\x3f\xc0\x7f"),
    "i64": ("I64", [2], struct.pack("<2q", -1, 7)), "i32": ("I32", [1], struct.pack("<i", -5)),
    "none": ("F32", [0, 4], b""), "scalar": ("F64", [], struct.pack("<d", 0.5)), "bits": ("F4", [2, 3], b"\x12\x34\x56"),
    "small": ("F8_E4M3", [3], b"abc"), "flags": ("BOOL", [2], b"\0\1")}, {"format": "pt"}))
put("safetensors", "good_empty.safetensors", safetensors({}))
put("safetensors", "good_padded.safetensors", safetensors({}, text='{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}   ', extra=b"\7"))
put("safetensors", "bad_cut.safetensors", safetensors({"a": floats(2, 2)}, cut=3))
put("safetensors", "bad_trailing.safetensors", safetensors({"a": floats(2, 2)}, extra=b"\0"))
put("safetensors", "bad_overlap.safetensors", safetensors(
    {}, text='{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}', extra=b"abc"))
put("safetensors", "bad_overflow.safetensors", safetensors(
    {}, text='{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}'))
put("safetensors", "bad_huge_header.safetensors", struct.pack("<Q", 2**63) + b"{}")
put("safetensors", "bad_reversed.safetensors", safetensors({}, text='{"a":{"dtype":"U8","shape":[1],"data_offsets":[2,1]}}', extra=b"ab"))
put("safetensors", "bad_dtype.safetensors", safetensors({}, text='{"a":{"dtype":"F33","shape":[],"data_offsets":[0,4]}}', extra=b"abcd"))
put("safetensors", "bad_metadata.safetensors", safetensors({}, text='{"__metadata__":{"a":1}}'))
put("safetensors", "bad_short.safetensors", b"\2\0\0")

put("safetensors_index", "good_two.json", json.dumps({
    "metadata": {"total_size": 16}, "weight_map": {"a.weight": "model-00001-of-00002.safetensors",
                                                   "b.weight": "model-00002-of-00002.safetensors",
                                                   "b.bias": "model-00001-of-00002.safetensors"}}))
put("safetensors_index", "good_one.json", '{"weight_map": {"": "é.safetensors"}}')
put("safetensors_index", "bad_outside.json", '{"weight_map": {"a": "../b.safetensors"}}')
put("safetensors_index", "bad_dots.json", '{"weight_map": {"a": ".."}}')
put("safetensors_index", "bad_nul.json", '{"weight_map": {"a": "a\\u0000b"}}')
put("safetensors_index", "bad_number.json", '{"weight_map": {"a": 3}}')
put("safetensors_index", "bad_empty.json", '{"weight_map": {}}')
put("safetensors_index", "bad_list.json", "[]")

# --- GGUF ---------------------------------------------------------------------------------------

U8, I8, U16, I16, U32, I32, F32, BOOL, STRING, ARRAY, U64, I64, F64 = range(13)
PACKED = {U8: "B", I8: "b", U16: "H", I16: "h", U32: "I", I32: "i", F32: "f", BOOL: "B", U64: "Q", I64: "q", F64: "d"}


def gguf_text(text):
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def gguf_value(kind, value):
    if kind == STRING:
        return gguf_text(value)
    if kind == ARRAY:
        of, elements = value
        return struct.pack("<IQ", of, len(elements)) + b"".join(gguf_value(of, e) for e in elements)
    return struct.pack("<" + PACKED[kind], value)


def gguf(metadata, tensors=(), alignment=32, version=3, cut=0):
    """metadata: (key, kind, value)…; tensors: (name, shape outermost first, type, bytes)…."""
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(metadata))
    for key, kind, value in metadata:
        head += gguf_text(key) + struct.pack("<I", kind) + gguf_value(kind, value)
    data = b""
    for name, shape, kind, values in tensors:
        head += gguf_text(name) + struct.pack("<I", len(shape))
        head += b"".join(struct.pack("<Q", length) for length in reversed(shape))
        head += struct.pack("<IQ", kind, len(data))
        data += values
        data += b"\0" * (-len(data) % alignment)
    file = head + b"\0" * (-len(head) % alignment) + data
    return file[:len(file) - cut]


def f32(name, *shape):
    return name, list(shape), 0, floats(*shape)[2]


def vocabulary(model, tokens, more=()):
    return [("tokenizer.ggml.model", STRING, model), ("tokenizer.ggml.tokens", ARRAY, (STRING, tokens))] + list(more)


def sizes(architecture, width, heads, hidden, layers=1, more=()):
    key = architecture + "."
    return [("general.architecture", STRING, architecture), (key + "embedding_length", U32, width),
            (key + "attention.head_count", U32, heads), (key + "feed_forward_length", U32, hidden),
            (key + "block_count", U32, layers), (key + "context_length", U32, 8)] + list(more)


GPT2 = ["<|endoftext|>", "a", "b", "n", "i", "m", "l", "t", "Ġ", "an", "Ġt", "Ġth"]
llama = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in (0x0A, 0xC3, 0xA9)] + ["▁", "a", "n", "▁a", "an", "▁an"]
llama_words = vocabulary("llama", llama, [
    ("tokenizer.ggml.scores", ARRAY, (F32, [0, 0, 0, 0, 0, 0, -9, -8, -7, -1, -2, -3])),
    ("tokenizer.ggml.token_type", ARRAY, (I32, [2, 3, 3, 6, 6, 6, 1, 1, 1, 1, 1, 1])),
    ("tokenizer.ggml.bos_token_id", U32, 1), ("tokenizer.ggml.eos_token_id", U32, 2),
    ("tokenizer.ggml.unknown_token_id", U32, 0), ("tokenizer.ggml.add_bos_token", BOOL, 1),
    ("tokenizer.ggml.add_space_prefix", BOOL, 1)])
gpt2_words = vocabulary("gpt2", GPT2, [
    ("tokenizer.ggml.pre", STRING, "gpt-2"), ("tokenizer.ggml.merges", ARRAY, (STRING, ["a n", "Ġ t"])),
    ("tokenizer.ggml.token_type", ARRAY, (I32, [3] + [1] * 11)), ("tokenizer.ggml.bos_token_id", U32, 0)])
bert_words = vocabulary("bert", ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁the", "▁an", "im", "al", "▁.", "▁我"], [
    ("tokenizer.ggml.token_type", ARRAY, (I32, [3, 2, 3, 3, 1, 1, 1, 1, 1, 1])),
    ("tokenizer.ggml.unknown_token_id", U32, 1), ("tokenizer.ggml.cls_token_id", U32, 2),
    ("tokenizer.ggml.seperator_token_id", U32, 3), ("tokenizer.ggml.padding_token_id", U32, 0)])
# A map of "A" to "b": a double array with the root, the node of "A" and its leaf.
t5_words = vocabulary("t5", ["<pad>", "</s>", "<unk>", "▁", "a", "▁an", "im"], [
    ("tokenizer.ggml.scores", ARRAY, (F32, [0, 0, 0, -2, -3, -1.5, -2.5])),
    ("tokenizer.ggml.unknown_token_id", U32, 2), ("tokenizer.ggml.eos_token_id", U32, 1),
    ("tokenizer.ggml.add_eos_token", BOOL, 1), ("tokenizer.ggml.remove_extra_whitespaces", BOOL, 1),
    ("tokenizer.ggml.precompiled_charsmap", ARRAY, (U8, list(struct.pack("<I", 4) + struct.pack("<I", 0) + b"b\0")))])


def llama_block(layer, width, keys, hidden, biases=()):
    name = f"blk.{layer}."
    block = [f32(name + "attn_q.weight", width, width), f32(name + "attn_k.weight", keys, width),
             f32(name + "attn_v.weight", keys, width), f32(name + "attn_output.weight", width, width),
             f32(name + "ffn_gate.weight", hidden, width), f32(name + "ffn_up.weight", hidden, width),
             f32(name + "ffn_down.weight", width, hidden), f32(name + "attn_norm.weight", width),
             f32(name + "ffn_norm.weight", width)]
    return block + [f32(name + f"attn_{part}.bias", size) for part, size in biases]


def both(layer, names):
    """Weights (out, in) with their biases."""
    result = []
    for name, shape in names:
        result += [f32(f"blk.{layer}.{name}.weight", *shape), f32(f"blk.{layer}.{name}.bias", shape[0])]
    return result


llama_model = [f32("token_embd.weight", 12, 4), f32("output_norm.weight", 4)] + llama_block(0, 4, 2, 3)
put("gguf", "good_llama.gguf", gguf(sizes("llama", 4, 2, 3, more=[
    ("llama.attention.head_count_kv", U32, 1), ("llama.rope.dimension_count", U32, 2), ("llama.rope.freq_base", F32, 1e4),
    ("llama.attention.layer_norm_rms_epsilon", F32, 1e-5)]) + llama_words, llama_model))
put("gguf", "good_llama_scaled.gguf", gguf(sizes("llama", 4, 2, 3, more=[
    ("llama.attention.head_count_kv", U32, 1), ("llama.rope.scaling.type", STRING, "linear"),
    ("llama.rope.scaling.factor", F32, 4.0), ("llama.attention.sliding_window", U32, 2), ("general.alignment", U32, 8)]),
    llama_model + [("rope_freqs.weight", [1], 0, struct.pack("<f", 2.0)), f32("output.weight", 12, 4)], alignment=8))
put("gguf", "good_qwen2.gguf", gguf(sizes("qwen2", 4, 2, 3) + gpt2_words[:2] + [("tokenizer.ggml.pre", STRING, "qwen2")] + gpt2_words[3:],
    [f32("token_embd.weight", 12, 4), f32("output_norm.weight", 4)] +
    llama_block(0, 4, 4, 3, [("q", 4), ("k", 4), ("v", 4)])))
put("gguf", "good_gpt2.gguf", gguf(sizes("gpt2", 4, 2, 3) + gpt2_words,
    [f32("token_embd.weight", 12, 4), f32("position_embd.weight", 8, 4), f32("output_norm.weight", 4), f32("output_norm.bias", 4)] +
    both(0, [("attn_qkv", (12, 4)), ("attn_output", (4, 4)), ("ffn_up", (3, 4)), ("ffn_down", (4, 3))]) +
    [f32(f"blk.0.{norm}.{part}", 4) for norm in ("attn_norm", "ffn_norm") for part in ("weight", "bias")]))
bert_model = ([f32("token_embd.weight", 10, 4), f32("position_embd.weight", 8, 4), f32("token_types.weight", 2, 4),
               f32("token_embd_norm.weight", 4), f32("token_embd_norm.bias", 4)] +
              both(0, [("attn_q", (4, 4)), ("attn_k", (4, 4)), ("attn_v", (4, 4)), ("attn_output", (4, 4)),
                       ("ffn_up", (3, 4)), ("ffn_down", (4, 3))]) +
              [f32(f"blk.0.{norm}.{part}", 4) for norm in ("attn_output_norm", "layer_output_norm") for part in ("weight", "bias")])
put("gguf", "good_bert.gguf", gguf(sizes("bert", 4, 2, 3, more=[("bert.attention.causal", BOOL, 0)]) + bert_words, bert_model, version=2))
put("gguf", "good_bert_t5_words.gguf", gguf(sizes("bert", 4, 2, 3) + t5_words, bert_model))
put("gguf", "good_bert_no_words.gguf", gguf(sizes("bert", 4, 2, 3) + [("tokenizer.ggml.model", STRING, "none")], bert_model))
put("gguf", "good_bert_huggingface.gguf", gguf(sizes("bert", 4, 2, 3) + [("tokenizer.huggingface.json", STRING, json.dumps({
    "model": {"type": "WordPiece", "unk_token": "a", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9,
              "vocab": {"a": 0, "##n": 1}}}))], bert_model))
blocks = [("f16", 1, 32, 64), ("q4_0", 2, 32, 18), ("q4_1", 3, 32, 20), ("q5_0", 6, 32, 22), ("q5_1", 7, 32, 24), ("q8_0", 8, 32, 34),
          ("q2_k", 10, 256, 84), ("q4_k", 12, 256, 144), ("q5_k", 13, 256, 176), ("q6_k", 14, 256, 210), ("bf16", 30, 32, 64), ("i64", 27, 1, 8)]
put("gguf", "bad_every_type.gguf", gguf(
    [("a.kinds", ARRAY, (kind, [1, 0])) for kind in (U8, I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64)][:1] +
    [(f"a.{kind}", ARRAY, (kind, [1, 0])) for kind in (I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64)] +
    [(f"b.{kind}", kind, 1) for kind in (U8, I8, U16, I16, U32, I32, F32, BOOL, U64, I64, F64)] + [("c", U64, 2**64 - 1)],
    [(name, [length], kind, bytes(i * 7 % 256 for i in range(size))) for name, kind, length, size in blocks]))
put("gguf", "bad_tokens_only.gguf", gguf(llama_words))
put("gguf", "bad_no_scores.gguf", gguf([entry for entry in llama_words if not entry[0].endswith("scores")]))
put("gguf", "bad_id.gguf", gguf([("tokenizer.ggml.bos_token_id", U32, 99)] + gpt2_words[:4]))
put("gguf", "bad_cut.gguf", gguf(sizes("llama", 4, 2, 3) + llama_words, llama_model, cut=70))
put("gguf", "bad_header_cut.gguf", gguf(llama_words, cut=100))
put("gguf", "bad_counts.gguf", b"GGUF" + struct.pack("<IQQ", 3, 2**60, 2**60))
put("gguf", "bad_version.gguf", b"GGUF" + struct.pack(">IQQ", 3, 0, 0))
put("gguf", "bad_dimensions.gguf", gguf([], [("a", [2**62, 2**62], 0, b"")]))
put("gguf", "bad_split.gguf", gguf([("split.count", U16, 3)]))
put("gguf", "bad_nested.gguf", gguf([("a", ARRAY, (ARRAY, [(U8, [1])]))]))
put("gguf", "bad_no_magic.gguf", b"GGML")

# --- tokenizer.json -----------------------------------------------------------------------------


def added(index, content, **flags):
    token = {"id": index, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    token.update(flags)
    return token


def tokenizer(model, **parts):
    return json.dumps({"version": "1.0", "truncation": None, "padding": None, **parts, "model": model}, ensure_ascii=False)


def word_piece(words):
    return {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": {word: i for i, word in enumerate(words)}}


def merges(words, pairs, **options):
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, **options,
            "vocab": {word: i for i, word in enumerate(words)}, "merges": pairs}


def unigram(pieces, **options):
    return {"type": "Unigram", "unk_id": 0, "byte_fallback": False, **options, "vocab": pieces}


BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
LLAMA3 = ("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")
charsmap = base64.b64encode(struct.pack("<I", 4) + struct.pack("<I", 0) + b"b\0").decode()

put("tokenizer", "good_word_piece.json", tokenizer(
    word_piece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "an", "##im", "##al", ".", "我"]),
    added_tokens=[added(2, "[CLS]"), added(4, "[MASK]", lstrip=True)],
    normalizer={"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
    pre_tokenizer={"type": "BertPreTokenizer"},
    post_processor={"type": "TemplateProcessing", "single": [
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [], "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                                       "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
    decoder={"type": "WordPiece", "prefix": "##", "cleanup": True}) + "\0The animal")
put("tokenizer", "good_bert_processing.json", tokenizer(
    word_piece(["[UNK]", "a"]), pre_tokenizer={"type": "Whitespace"},
    post_processor={"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}))
put("tokenizer", "good_byte_level.json", tokenizer(
    merges(["<|endoftext|>", "a", "n", "Ġ", "t", "an", "Ġt", "Ã", "©"], ["a n", "Ġ t"]),
    added_tokens=[added(0, "<|endoftext|>")], pre_tokenizer=BYTE_LEVEL, post_processor=BYTE_LEVEL, decoder=BYTE_LEVEL) + "\0a tan é")
put("tokenizer", "good_llama3.json", tokenizer(
    merges(["a", "n", "Ġ", "an"], [["a", "n"]], ignore_merges=True),
    added_tokens=[added(4, "<s>"), added(5, "an", normalized=True, single_word=True, rstrip=True, special=False)],
    pre_tokenizer={"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": LLAMA3}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]},
    post_processor={"type": "Sequence", "processors": [BYTE_LEVEL, {
        "type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}], "pair": [], "special_tokens": {}}]}) + "\0an it's 1234")
put("tokenizer", "good_llama2.json", tokenizer(
    merges(["<unk>", "<s>", "</s>", "<0xC3>", "<0xA9>", "<0x0A>", "▁", "a", "n", "▁a", "an"], ["▁ a", "a n"],
           unk_token="<unk>", fuse_unk=True, byte_fallback=True),
    added_tokens=[added(1, "<s>", special=True)],
    normalizer={"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
                                                    {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
    decoder={"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                                              {"type": "ByteFallback"}, {"type": "Fuse"}]}) + "\0an é\n")
put("tokenizer", "good_prefix_suffix.json", tokenizer(
    merges(["a</w>", "##a", "a", "##a</w>", "aa</w>", "é", "<unk>"], ["a ##a</w>"], unk_token="<unk>",
           continuing_subword_prefix="##", end_of_word_suffix="</w>"),
    pre_tokenizer={"type": "WhitespaceSplit"}) + "\0aa éa")
put("tokenizer", "good_roberta.json", tokenizer(
    merges(["<s>", "</s>", "a", "Ġ"], []), pre_tokenizer={**BYTE_LEVEL, "add_prefix_space": True},
    post_processor={"type": "RobertaProcessing", "sep": ["</s>", 1], "cls": ["<s>", 0], "trim_offsets": True, "add_prefix_space": True}))
put("tokenizer", "good_unigram.json", tokenizer(
    unigram([["<unk>", 0.0], ["▁", -2.5], ["a", -3.25], ["▁an", -1.75], ["im", -2.0]]),
    normalizer={"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": charsmap}, {"type": "Nmt"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}, {"type": "Strip", "strip_left": True, "strip_right": True}]},
    pre_tokenizer={"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, METASPACE]}, decoder=METASPACE) + "\0an  animal")
put("tokenizer", "good_unigram_bytes.json", tokenizer(
    unigram([["<unk>", 0], ["<0xF0>", -1], ["<0x9F>", -1], ["<0x91>", -1], ["<0xA9>", -1], ["a", -1]], byte_fallback=True),
    pre_tokenizer={**METASPACE, "prepend_scheme": "first"}) + "\0a👩")
put("tokenizer", "good_normal_forms.json", tokenizer(
    word_piece(["[UNK]", "e", "1"]), normalizer={"type": "Sequence", "normalizers": [
        {"type": "NFD"}, {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "NFC"}, {"type": "NFKC"}, {"type": "Lowercase"}]},
    pre_tokenizer={"type": "Digits", "individual_digits": False}) + "\0É½ﬁ")
for behavior in ("Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"):
    put("tokenizer", f"good_split_{behavior}.json", tokenizer(
        word_piece(["[UNK]", "a"]), pre_tokenizer={"type": "Split", "pattern": {"Regex": "[a-c]+|\\s*"}, "behavior": behavior, "invert": True}) + "\0ab d  c")
put("tokenizer", "bad_pattern.json", tokenizer(
    word_piece(["[UNK]"]), pre_tokenizer={"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Isolated", "invert": False}))
put("tokenizer", "good_slow_pattern.json", tokenizer(
    word_piece(["[UNK]"]), pre_tokenizer={"type": "Split", "pattern": {"Regex": "(a|a?)+b"}, "behavior": "Isolated", "invert": False}))
put("tokenizer", "bad_merge.json", tokenizer(merges(["a"], ["a b"])))
put("tokenizer", "bad_charsmap.json", tokenizer(unigram([["a", 0]]), normalizer={"type": "Precompiled", "precompiled_charsmap": "AAA="}))
put("tokenizer", "bad_unknown.json", tokenizer(unigram([["a", 0]], unk_id=7)))
put("tokenizer", "bad_component.json", tokenizer(word_piece(["[UNK]"]), normalizer={"type": "Sequence", "normalizers": [{"type": "Reverse"}]}))
put("tokenizer", "bad_version.json", '{"version": "2.0", "model": null}')
put("tokenizer", "bad_model.json", '{"model": {"type": "WordLevel", "vocab": {"a": -1}}}')
put("tokenizer", "bad_id.json", tokenizer({**word_piece([]), "vocab": {"[UNK]": 2147483648}}))

# --- config.json --------------------------------------------------------------------------------


def linear(name, out, size, bias=True):
    return {f"{name}.weight": floats(out, size), **({f"{name}.bias": floats(out)} if bias else {})}


def norm(name, size, bias=True):
    return {f"{name}.weight": floats(size), **({f"{name}.bias": floats(size)} if bias else {})}


def config(settings, tensors=None):
    data = json.dumps(settings).encode()
    return data if tensors is None else data + b"\0" + safetensors(tensors)


BERT = {"model_type": "bert", "hidden_size": 4, "num_attention_heads": 2, "num_hidden_layers": 1, "intermediate_size": 3,
        "vocab_size": 5, "max_position_embeddings": 6, "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12,
        "pad_token_id": 0}
LLAMA = {"model_type": "llama", "hidden_size": 4, "num_attention_heads": 2, "num_key_value_heads": 1, "num_hidden_layers": 1,
         "intermediate_size": 3, "vocab_size": 5, "max_position_embeddings": 6, "rms_norm_eps": 1e-6, "hidden_act": "silu",
         "rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"}, "head_dim": 2}
bert_tensors = {"embeddings.word_embeddings.weight": floats(5, 4), "embeddings.position_embeddings.weight": floats(6, 4),
                "embeddings.token_type_embeddings.weight": floats(2, 4), **norm("embeddings.LayerNorm", 4)}
layer = "encoder.layer.0."
for part in ("query", "key", "value"):
    bert_tensors.update(linear(layer + "attention.self." + part, 4, 4))
bert_tensors.update({**linear(layer + "attention.output.dense", 4, 4), **norm(layer + "attention.output.LayerNorm", 4),
                     **linear(layer + "intermediate.dense", 3, 4), **linear(layer + "output.dense", 4, 3), **norm(layer + "output.LayerNorm", 4)})
llama_tensors = {"model.embed_tokens.weight": floats(5, 4), **norm("model.norm", 4, False)}
layer = "model.layers.0."
for part, size in (("q", 4), ("k", 2), ("v", 2), ("o", 4)):
    llama_tensors.update(linear(layer + f"self_attn.{part}_proj", size, 4, False))
for part in ("gate", "up"):
    llama_tensors.update(linear(layer + f"mlp.{part}_proj", 3, 4, False))
llama_tensors.update({**linear(layer + "mlp.down_proj", 4, 3, False), **norm(layer + "input_layernorm", 4, False),
                      **norm(layer + "post_attention_layernorm", 4, False)})
bloom_tensors = {"word_embeddings.weight": floats(5, 4), **norm("word_embeddings_layernorm", 4), **norm("ln_f", 4)}
layer = "h.0."
bloom_tensors.update({**norm(layer + "input_layernorm", 4), **norm(layer + "post_attention_layernorm", 4),
                      **linear(layer + "self_attention.query_key_value", 12, 4), **linear(layer + "self_attention.dense", 4, 4),
                      **linear(layer + "mlp.dense_h_to_4h", 16, 4), **linear(layer + "mlp.dense_4h_to_h", 4, 16)})
put("config", "good_bert.json", config(BERT, bert_tensors))
put("config", "good_roberta.json", config({**BERT, "model_type": "roberta", "pad_token_id": 1}, bert_tensors))
put("config", "good_llama.json", config(LLAMA, llama_tensors))
put("config", "good_llama3.json", config({**LLAMA, "rope_parameters": {
    "rope_theta": 500000.0, "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192}}, llama_tensors))
put("config", "good_mistral.json", config({**LLAMA, "model_type": "mistral", "sliding_window": 2}, llama_tensors))
put("config", "good_bloom.json", config({"model_type": "bloom", "hidden_size": 4, "n_head": 2, "n_layer": 1, "vocab_size": 5}, bloom_tensors))
put("config", "bad_shape.json", config({**BERT, "hidden_size": 2}, bert_tensors))
put("config", "bad_missing.json", config({**BERT, "num_hidden_layers": 2}, bert_tensors))
NAMES = {"albert": {"embedding_size": 2, "num_hidden_groups": 1, "inner_group_num": 1}, "distilbert": {
    "dim": 4, "n_heads": 2, "n_layers": 1, "hidden_dim": 3, "activation": "gelu", "sinusoidal_pos_embds": False}, "electra": {"embedding_size": 2},
    "modernbert": {"global_attn_every_n_layers": 2, "local_attention": 6, "global_rope_theta": 160000, "local_rope_theta": 10000,
                   "layer_types": ["full_attention", "sliding_attention"], "hidden_activation": "gelu"},
    "gpt2": {"n_embd": 4, "n_head": 2, "n_layer": 1, "n_positions": 6, "n_inner": None, "activation_function": "gelu_new",
             "layer_norm_epsilon": 1e-5, "scale_attn_weights": True},
    "opt": {"ffn_dim": 3, "word_embed_proj_dim": 2, "do_layer_norm_before": True, "activation_function": "relu"},
    "gpt_neox": {"rotary_pct": 0.5, "rotary_emb_base": 10000, "use_parallel_residual": True},
    "phi": {"partial_rotary_factor": 0.5, "rope_theta": 10000.0, "hidden_act": "gelu_new"},
    "qwen2": {"use_sliding_window": False, "sliding_window": 4, "max_window_layers": 1}, "qwen3": {"head_dim": 2, "attention_bias": False},
    "gemma2": {"query_pre_attn_scalar": 2, "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0, "sliding_window": 4, "head_dim": 2}}
for family, more in NAMES.items():
    put("config", f"bad_{family}_without_tensors.json", config({**(BERT if "bert" in family or family == "electra" else LLAMA),
                                                                "model_type": family, **more}))
put("config", "bad_sizes.json", config({**LLAMA, "hidden_size": 65536, "num_hidden_layers": 1024, "vocab_size": 16777216,
                                        "intermediate_size": 65536, "head_dim": 65536, "num_attention_heads": 65536}))
put("config", "bad_family.json", '{"model_type": "mamba"}')
put("config", "bad_list.json", "[]")

# --- CSV ----------------------------------------------------------------------------------------

put("csv", "good_plain.csv", "1,2,3\n4,5,6\n")
put("csv", "good_semicolons.csv", "\ufeff;x;y\r\na;0.5;-1e-3\r\n\"b;c\";+2;.25\r\n\r\n")
put("csv", "good_tabs.csv", "x\ty\n1\t2\r3\t4")
put("csv", "good_quotes.csv", '"a ""b""",c\n"1"," 2 "\n')
put("csv", "good_one.csv", "1e-50")
put("csv", "bad_ragged.csv", "1,2\n3\n")
put("csv", "bad_nan.csv", "1,nan\n2,inf\n")
put("csv", "bad_large.csv", "1e39,-1e999\n")
put("csv", "bad_quote.csv", '1,"2\n3,4\n')
put("csv", "bad_after_quote.csv", '"1"x,2\n')
put("csv", "bad_text.csv", "1,2\n3,x\n")
put("csv", "bad_header_only.csv", "a,b\n")
put("csv", "bad_empty.csv", "\n\n")
put("csv", "bad_not_utf8.csv", b"1,\xc3\n")

# --- blocks -------------------------------------------------------------------------------------

put("blocks", "good_none.bin", b"")
put("blocks", "good_zeros.bin", bytes(210))
put("blocks", "good_ones.bin", b"\xff" * 210)
put("blocks", "good_counting.bin", bytes(i * 7 % 256 for i in range(420)))
put("blocks", "good_small.bin", b"\0\x3c" + bytes(range(16)) + b"\x01\x80" + bytes(range(240, 256)))

# --- changes by hand ----------------------------------------------------------------------------


def edits(**changed):
    """Of a sandbox of two layers of two heads that has read "a b c"."""
    none = {"weights": [], "heads_off": [], "masks_off": [], "tokens_hidden": []}
    whole = {"model": "Sandbox", "layers": 2, "heads": 2, "tokens": ["a", "b", "c"], "encoder": none}
    return json.dumps({**whole, **changed})


def part(**changed):
    return {"weights": [], "heads_off": [], "masks_off": [], "tokens_hidden": [], **changed}


weight = {"layer": 1, "head": 0, "query": 2, "key": 1, "weight": 0.75}
put("edits", "good_none.json", edits())
put("edits", "good_each.json", edits(encoder=part(
    weights=[weight, {**weight, "key": 0, "weight": 1}], heads_off=[{"layer": 0, "head": 1}],
    masks_off=[{"layer": 1, "head": 1}], tokens_hidden=[0, 2])))
put("edits", "good_twice.json", edits(encoder=part(weights=[weight, weight], tokens_hidden=[1, 1])))
put("edits", "bad_weight.json", edits(encoder=part(weights=[{**weight, "weight": 1.5}])))
put("edits", "bad_token.json", edits(encoder=part(tokens_hidden=[3])))
put("edits", "bad_head.json", edits(encoder=part(heads_off=[{"layer": 0, "head": -1}])))
put("edits", "bad_model.json", edits(model="BERT"))
put("edits", "bad_text.json", edits(tokens=["a", "b"]))
put("edits", "bad_list.json", edits(encoder=part(weights={})))
put("edits", "bad_empty.json", "")

# --- recorded attention -------------------------------------------------------------------------


def maps(heads, queries, keys, values=None):
    values = values or [1 / keys] * (heads * queries * keys)
    return "F32", [heads, queries, keys], struct.pack(f"<{len(values)}f", *values)


put("recorded_attention", "good_tokens.safetensors", safetensors(
    {"attention.0": maps(2, 2, 2), "attention.1": maps(2, 2, 2, [1, 0, .5, .5] * 2)},
    metadata={"tokens": '["a", "b"]', "special_tokens": "[0]", "model": "Mine"}))
put("recorded_attention", "good_ids.safetensors", safetensors(
    {"attention.0": ("BF16", [1, 1, 1], b"\x80\x3f"), "input_ids": ("I64", [1], struct.pack("<q", 7))}))
put("recorded_attention", "good_decoder.safetensors", safetensors(
    {"attention.0": maps(1, 2, 2), "decoder_attention.0": maps(1, 1, 1), "cross.0": maps(1, 1, 2)}))
put("recorded_attention", "good_sums.safetensors", safetensors(
    {"attention.0": maps(1, 2, 2, [1, 0, 0, 0])}))
put("recorded_attention", "bad_gap.safetensors", safetensors(
    {"attention.0": maps(1, 1, 1), "attention.2": maps(1, 1, 1)}))
put("recorded_attention", "bad_not_square.safetensors", safetensors({"attention.0": maps(1, 1, 2)}))
put("recorded_attention", "bad_logits.safetensors", safetensors(
    {"attention.0": maps(1, 1, 1, [3.5])}))
put("recorded_attention", "bad_nan.safetensors", safetensors(
    {"attention.0": maps(1, 1, 1, [float("nan")])}))
put("recorded_attention", "bad_tokens.safetensors", safetensors(
    {"attention.0": maps(1, 2, 2)}, metadata={"tokens": '["a"]'}))
put("recorded_attention", "bad_other.safetensors", safetensors({"weights": floats(2, 2)}))
put("recorded_attention", "bad_empty.safetensors", b"")
