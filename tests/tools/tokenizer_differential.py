#!/usr/bin/env python3
"""Compares `headscope tokenize` with the Hugging Face tokenizers on random texts.

Every tokenizer.json is run as it stands and in variants: other normalizers, cuts and merges, and added
tokens of every kind (single_word, lstrip, rstrip, normalized). Ids, tokens, offsets, word ids and the mask
of special tokens must be equal. Of a difference, the shortest text found that still shows it is
printed with both outcomes. Needs the Python package `tokenizers`. The exit code is 1 where anything
differs.

Usage: tokenizer_differential.py --headscope BINARY [--count 20000] [--seed 1] TOKENIZER_JSON...
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

from tokenizers import Tokenizer

FIELDS = ["ids", "tokens", "offsets", "word_ids", "special_tokens_mask"]
MOST_SHOWN = 12  # differences that are shrunk and printed, a tokenizer

# Ranges of code points that texts are made of, by what is hard about them.
ALPHABETS = {
    "ascii": [(0x20, 0x7E)],
    "latin": [(0xA0, 0x24F), (0x1E00, 0x1EFF), (0xFB00, 0xFB06)],
    "greek_cyrillic": [(0x370, 0x52F), (0x1F00, 0x1FFF)],
    "semitic": [(0x590, 0x77F), (0x8A0, 0x8FF)],
    "indic": [(0x900, 0xDFF)],
    "asian": [(0xE00, 0x10FF), (0x1780, 0x18AF)],
    "hangul": [(0x1100, 0x11FF), (0xAC00, 0xAC80), (0xD780, 0xD7A3)],
    "kana": [(0x3000, 0x30FF), (0xFF00, 0xFFEF)],
    "chinese": [(0x4E00, 0x4E80), (0x3400, 0x3410), (0x9FF0, 0x9FFF), (0xF900, 0xFAFF),
                (0x20000, 0x20010), (0x2B730, 0x2B740), (0x2B81D, 0x2B822), (0x2B91E, 0x2B922),
                (0x2CEA0, 0x2CEB0), (0x2F800, 0x2FA20), (0x30000, 0x30010)],
    "marks": [(0x300, 0x36F), (0x591, 0x5BD), (0x64B, 0x65F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
              (0x20D0, 0x20F0), (0x302A, 0x302F), (0x3099, 0x309A), (0xFE20, 0xFE2F),
              (0x1D165, 0x1D16F), (0x1E8D0, 0x1E8D6), (0x1E944, 0x1E94A)],
    "decomposable": [(0xC0, 0x17F), (0x1E00, 0x1E99), (0x1EA0, 0x1EF9), (0x1F80, 0x1FBC),
                     (0x212A, 0x212B), (0x2126, 0x2126), (0x1109A, 0x110AB), (0x1D15E, 0x1D164)],
    "emoji": [(0x1F300, 0x1F6FF), (0x1F900, 0x1FAFF), (0x2600, 0x27BF), (0x1F1E6, 0x1F1FF),
              (0x200D, 0x200D), (0xFE0F, 0xFE0F), (0x1F3FB, 0x1F3FF), (0xE0061, 0xE007F)],
    "control": [(0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x200B, 0x200F), (0x2028, 0x202F),
                (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFF), (0xE000, 0xE010),
                (0xF0000, 0xF0003), (0x61C, 0x61C), (0x180E, 0x180E)],
    "space": [(0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680),
              (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
              (0x3000, 0x3000)],
    "punctuation": [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0x2010, 0x2027),
                    (0x2030, 0x205E), (0x2E00, 0x2E5D), (0x3001, 0x3003), (0x3008, 0x3011),
                    (0xA1, 0xBF), (0x10100, 0x10102), (0x1E95E, 0x1E95F)],
    "cased": [(0x41, 0x5A), (0x130, 0x131), (0x1E9E, 0x1E9E), (0x10A0, 0x10C5), (0x13A0, 0x13F5),
              (0x1C80, 0x1CBF), (0x2C00, 0x2C2F), (0xA640, 0xA7FF), (0x10400, 0x1044F),
              (0x104B0, 0x104FB), (0x10570, 0x10595), (0x10C80, 0x10CB2), (0x10D50, 0x10D65),
              (0x118A0, 0x118BF), (0x16E40, 0x16E7F), (0x16EA0, 0x16EB8), (0x1E900, 0x1E943)],
    "anything": [(0x00, 0xD7FF), (0xE000, 0x10FFFF)],
}


class Texts:
    """Random texts of words of the vocabulary, added tokens and characters of every alphabet."""

    def __init__(self, seed, definition):
        self.random = random.Random(seed)
        vocabulary = definition["model"]["vocab"]
        if isinstance(vocabulary, list):  # of pieces with their scores
            vocabulary = [piece.replace("▁", " ") for piece, _ in vocabulary]
        self.words = [word.removeprefix("##") for word in vocabulary]
        self.added = [token["content"] for token in definition["added_tokens"]]

    def character(self, alphabet):
        first, last = self.random.choice(ALPHABETS[alphabet])
        return chr(self.random.randint(first, last))

    def piece(self):
        kind = self.random.random()
        if kind < 0.25:
            word = self.random.choice(self.words)
            return self.random.choice([word, word.upper(), word.title(), word])
        if kind < 0.40:
            token = self.random.choice(self.added)
            return self.random.choice([token, token, token.lower(), token.upper(), token[:-1]])
        if kind < 0.50:
            return self.random.choice([" ", " ", "  ", "\t", "\n"])
        if kind < 0.53:
            return self.character("ascii") * self.random.choice([99, 100, 101, 150])
        alphabet = self.random.choice(list(ALPHABETS))
        text = "".join(self.character(alphabet) for _ in range(self.random.randint(1, 6)))
        form = self.random.random()
        if form < 0.15:
            return unicodedata.normalize("NFD", text)
        return unicodedata.normalize("NFC", text) if form < 0.3 else text

    def text(self):
        text = "".join(self.piece() for _ in range(self.random.randint(1, 12)))
        return "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF)


def bert_variants(definition):
    """(name, definition) in the forms that BERT's kin have."""
    options = [("no clean_text", {"clean_text": False}),
               ("no handle_chinese_chars", {"handle_chinese_chars": False}),
               ("accents kept", {"strip_accents": False, "lowercase": True}),
               ("case kept, accents stripped", {"strip_accents": True, "lowercase": False}),
               ("nothing normalized", {"clean_text": False, "handle_chinese_chars": False,
                                       "strip_accents": False, "lowercase": False})]
    for name, changes in options:
        changed = copy.deepcopy(definition)
        changed["normalizer"].update(changes)
        yield name, changed
    yield "BertProcessing", definition | {
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}}
    yield "short words, another prefix", definition | {
        "model": definition["model"] | {"max_input_chars_per_word": 7,
                                        "continuing_subword_prefix": "e"}}


def bpe_variants(definition):
    """(name, definition) of byte-pair encodings: as other models cut, frame and merge."""
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
                  "use_regex": True}
    split = {"type": "Split", "pattern": {"Regex": "[aeiou ]+|\\d"}, "invert": False}
    cuts = [("prefix space", byte_level | {"add_prefix_space": True}),
            ("bytes without cuts", byte_level | {"use_regex": False}),
            ("white space split, bytes",
             {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, byte_level]}),
            ("words, digits, bytes",
             {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"},
                                                    {"type": "Digits", "individual_digits": False},
                                                    byte_level | {"use_regex": False}]})]
    for behavior in ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]:
        for invert in [False, True]:
            cuts.append((f"{behavior}{', inverted' if invert else ''}",
                         {"type": "Sequence",
                          "pretokenizers": [split | {"behavior": behavior, "invert": invert},
                                            byte_level | {"use_regex": False}]}))
    for name, cut in cuts:
        yield name, definition | {"pre_tokenizer": cut}
    for prefix in [False, True]:
        yield f"spans trimmed{', prefix space' if prefix else ''}", definition | {
            "pre_tokenizer": byte_level | {"add_prefix_space": prefix},
            "post_processor": byte_level | {"add_prefix_space": prefix}}
    some = next(iter(definition["model"]["vocab"]))
    for name, changes in [("unknown token", {"unk_token": some}),
                          ("unknown tokens fused", {"unk_token": some, "fuse_unk": True}),
                          ("byte fallback", {"byte_fallback": True}),
                          ("whole pieces first", {"ignore_merges": True})]:
        changed = definition | {"model": definition["model"] | changes}
        yield name, changed
        yield name + ", typed characters", changed | {"pre_tokenizer": None}
    for name, normalizer in [("NFC", {"type": "NFC"}), ("NFD", {"type": "NFD"}),
                             ("lower case", {"type": "Lowercase"}),
                             ("replaced", {"type": "Replace", "pattern": {"Regex": " {2,}|e"},
                                           "content": "xy"}),
                             ("prepended", {"type": "Prepend", "prepend": "a "})]:
        yield name, definition | {"normalizer": normalizer}


def unigram_variants(definition):
    """(name, definition) of SentencePiece's unigram models: as others normalize and space."""
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always",
                 "split": True}
    for scheme in ["first", "never", "always"]:
        for split in [False, True]:
            yield f"{scheme}, {'split' if split else 'whole'}", definition | {
                "pre_tokenizer": metaspace | {"prepend_scheme": scheme, "split": split}}
    yield "white space split", definition | {
        "pre_tokenizer": {"type": "Sequence",
                          "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace]}}
    yield "byte fallback", definition | {"model": definition["model"] | {"byte_fallback": True}}
    for kind in ["NFKC", "NFKD", "Nmt", "StripAccents"]:
        yield kind, definition | {"normalizer": {"type": kind}}
    for left in [False, True]:
        yield f"strip {'left' if left else 'right'}", definition | {
            "normalizer": {"type": "Strip", "strip_left": left, "strip_right": not left}}


def variants(definition):
    """(name, definition) of a tokenizer as it stands and in forms that other models have."""
    yield "as it is", definition
    if (definition["normalizer"] or {}).get("type") == "BertNormalizer":
        yield from bert_variants(definition)
    if definition["model"]["type"] == "BPE":
        yield from bpe_variants(definition)
    if definition["model"]["type"] == "Unigram":
        yield from unigram_variants(definition)
    for field in ["normalizer", "pre_tokenizer", "post_processor"]:
        yield f"no {field}", definition | {field: None}
    for name, normalized in [("added tokens, as typed", False), ("added tokens, normalized", True)]:
        changed = copy.deepcopy(definition)
        flags = [{}, {"single_word": True}, {"lstrip": True}, {"rstrip": True},
                 {"lstrip": True, "rstrip": True}, {"single_word": True, "lstrip": True}]
        contents = ["<a>", "Wörd", "<left", "right>", "<both>", "ab_", "<a", "e\u0301", "中",
                    "Word w", " <both", "\n", "x", "<<"]
        for i, content in enumerate(contents):
            token = {"id": 60000 + i, "content": content, "single_word": False, "lstrip": False,
                     "rstrip": False, "normalized": normalized, "special": i % 2 == 0}
            token.update(flags[i % len(flags)])
            changed["added_tokens"].append(token)
        yield name, changed


class Pair:
    """The two programs with one tokenizer."""

    def __init__(self, binary, definition, folder):
        self.binary = binary
        self.file = pathlib.Path(folder) / "tokenizer.json"
        self.lines = pathlib.Path(folder) / "texts.jsonl"
        self.file.write_text(json.dumps(definition, ensure_ascii=False), encoding="utf-8")
        self.reference = Tokenizer.from_file(str(self.file))
        self.panics = 0
        self.reference.no_truncation()
        self.reference.no_padding()

    def expected(self, text):
        """The reference's fields, or None for a text on which it panics."""
        try:
            encoding = self.reference.encode(text)
        except BaseException as error:  # pylint: disable=broad-except
            if type(error).__name__ != "PanicException":
                raise
            self.panics += 1
            return None
        return {"ids": encoding.ids, "tokens": encoding.tokens,
                "offsets": [list(pair) for pair in encoding.offsets],
                "word_ids": encoding.word_ids, "special_tokens_mask": encoding.special_tokens_mask}

    def differing(self, texts):
        """The texts that differ, with both outcomes."""
        with open(self.lines, "w", encoding="utf-8") as lines:
            for text in texts:
                lines.write(json.dumps({"text": text}) + "\n")
        done = subprocess.run([self.binary, "tokenize", "--tokenizer", self.file, "--lines",
                               self.lines, "--json"], capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"headscope failed with {done.returncode}: {done.stderr.decode()}")
        outcomes = done.stdout.split(b"\n")[:-1]
        if len(outcomes) != len(texts):
            sys.exit(f"headscope gave {len(outcomes)} lines for {len(texts)} texts")
        for text, line in zip(texts, outcomes):
            actual, expected = json.loads(line), self.expected(text)
            if expected and any(actual[field] != expected[field] for field in FIELDS):
                yield text, actual, expected

    def shrunk(self, text):
        """A shortest text, by taking out stretches as long as the difference stays."""
        length = max(len(text) // 2, 1)
        while True:
            shorter = [text[:i] + text[i + length:] for i in range(0, len(text))]
            found = next(self.differing([t for t in shorter if t != text]), None)
            if found is not None:
                text = found[0]
                length = min(length, max(len(text) // 2, 1))
            elif length == 1:
                return text
            else:
                length = max(length // 2, 1)


def report(pair, name, text):
    text = pair.shrunk(text)
    _, actual, expected = next(pair.differing([text]))
    print(f"{name}: {text!r} ({' '.join(f'{ord(c):04X}' for c in text)})")
    for field in FIELDS:
        if actual[field] != expected[field]:
            print(f"  {field}\n    reference {expected[field]}\n    headscope {actual[field]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--headscope", required=True)
    parser.add_argument("--count", type=int, default=20000, help="texts in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("tokenizers", nargs="+")
    arguments = parser.parse_args()
    runs = []
    for path in arguments.tokenizers:
        definition = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        runs += [(f"{pathlib.Path(path).parent.name}, {name}", variant)
                 for name, variant in variants(definition)]
    each = -(-arguments.count // len(runs))
    total = differences = 0
    for number, (name, definition) in enumerate(runs):
        with tempfile.TemporaryDirectory() as folder:
            pair = Pair(arguments.headscope, definition, folder)
            texts = Texts(arguments.seed * 1000 + number, definition)
            found = list(pair.differing([texts.text() for _ in range(each)]))
            print(f"{name}: {each} texts, {len(found)} differ, the reference panics on "
                  f"{pair.panics}", flush=True)
            total += each - pair.panics
            differences += len(found)
            for text, _, _ in found[:MOST_SHOWN]:
                report(pair, name, text)
    print(f"{total} texts compared, {differences} differ")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
