#!/usr/bin/env python3
"""Writes unigram_precompiled: a SentencePiece model with a few normalization rules of its own, as a
tokenizer.json, and what the Hugging Face tokenizers make of texts with it.

With --nmt-nfkc the rules are those of T5 and XLM-R instead, which take 300 KB: for
tests/tools/tokenizer_differential.py. Needs sentencepiece and tokenizers.

Usage: make_precompiled_golden.py [--nmt-nfkc] OUT_DIR
"""
import base64
import io
import json
import pathlib
import sys

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import Tokenizer

# From, to, as code points: ligatures, a digit in a circle, a letter with its mark, the ideographic
# space, a flag of two letters, and a soft hyphen that goes.
RULES = [("FB01", "66 69"), ("FB03", "66 66 69"), ("2460", "31"), ("41 30A", "C5"),
         ("65 301", "E9"), ("3000", "20"), ("AD", ""), ("BD", "31 2F 32"), ("2126", "3A9")]
TEXTS = ["", "ﬁne oﬃce ①②", "A\u030Angstrom cafe\u0301 e\u0301\u0323", "日本　語 hyphen\u00adated",
         "\u00adstart", "½ cup, 2½ cups", "Ω A\u030A\u030A", "a\u0301e\u0301", "👩‍👩‍👧 🇦🇹 ok",
         "  two  spaces ", "한국어 ᄒ"]


def main():
    arguments = [a for a in sys.argv[1:] if a != "--nmt-nfkc"]
    out = pathlib.Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    here = pathlib.Path(__file__).parent
    lines = [json.loads(line)["text"] for line in
             (here / "bpe_gpt2" / "expected.jsonl").read_text(encoding="utf-8").split("\n") if line]
    model = io.BytesIO()
    options = {"normalization_rule_name": "nmt_nfkc"}
    if "--nmt-nfkc" not in sys.argv:
        rules = out / "rules.tsv"
        rules.write_text("".join(f"{a}\t{b}\n" for a, b in RULES), encoding="utf-8")
        options = {"normalization_rule_tsv": str(rules)}
    corpus = (lines + TEXTS) * 20
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus), model_writer=model, vocab_size=300, model_type="unigram",
        hard_vocab_limit=False, minloglevel=2, **options)
    parsed = proto.ModelProto()
    parsed.ParseFromString(model.getvalue())
    if "--nmt-nfkc" not in sys.argv:
        rules.unlink()
    pieces = [[p.piece, p.score] for p in parsed.pieces]
    charsmap = base64.b64encode(parsed.normalizer_spec.precompiled_charsmap).decode()
    definition = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": 2, "content": "</s>", "single_word": False, "lstrip": False,
                          "rstrip": False, "normalized": False, "special": True}],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Precompiled", "precompiled_charsmap": charsmap},
            {"type": "Strip", "strip_left": False, "strip_right": True},
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always",
                          "split": True},
        "post_processor": {"type": "TemplateProcessing",
                           "single": [{"Sequence": {"id": "A", "type_id": 0}},
                                      {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                           "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                                    {"Sequence": {"id": "B", "type_id": 1}}],
                           "special_tokens": {"</s>": {"id": "</s>", "ids": [2],
                                                       "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always",
                    "split": True},
        "model": {"type": "Unigram", "unk_id": 0, "vocab": pieces, "byte_fallback": False}}
    (out / "tokenizer.json").write_text(json.dumps(definition, ensure_ascii=False),
                                        encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    with open(out / "expected.jsonl", "w", encoding="utf-8") as expected:
        for text in lines[:34 - len(TEXTS)] + TEXTS:
            encoding = tokenizer.encode(text)
            expected.write(json.dumps(
                {"text": text, "ids": encoding.ids, "tokens": encoding.tokens,
                 "offsets": encoding.offsets, "word_ids": encoding.word_ids,
                 "special_tokens_mask": encoding.special_tokens_mask}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
