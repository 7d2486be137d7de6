#!/usr/bin/env python3
"""Writes GGUF files that have a tokenizer and nothing else.

tokenizers/NAME.gguf of ../tokenizers/NAME/tokenizer.json for eight of these, as llama.cpp's
convert_hf_to_gguf.py spells them; they must give what ../tokenizers/NAME/expected.jsonl has. And
tokenizers/sentencepiece.gguf of a byte-pair encoding with byte fallback that SentencePiece learns of
the lines below, with sentencepiece.jsonl: what the package makes of some texts.

    pip install gguf sentencepiece
    python make_gguf_tokenizers.py
"""
import base64
import io
import itertools
import json
import pathlib
import tempfile

import gguf
import sentencepiece
from gguf import TokenType
from sentencepiece import sentencepiece_model_pb2 as proto

here = pathlib.Path(__file__).parent
OUT = here / "tokenizers"
TOKENIZERS = here.parent / "tokenizers"

# The special tokens that each model's tokenizer_config.json names, from which the package gguf takes
# the ids and flags of the metadata.
BERT = {"cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]", "pad_token": "[PAD]",
        "mask_token": "[MASK]"}
END_OF_TEXT = {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>",
               "unk_token": "<|endoftext|>"}
SPECIALS = {
    "bpe_gpt2": END_OF_TEXT,
    "bpe_smollm2": END_OF_TEXT,
    "bpe_llama3": {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>"},
    "bpe_qwen2": {"bos_token": None, "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>",
                  "add_bos_token": False},
    "bpe_roberta": {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>",
                    "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>",
                    "mask_token": "<mask>"},
    "wordpiece_uncased": BERT,
    "wordpiece_cased": BERT,
    "unigram_precompiled": {"eos_token": "</s>", "unk_token": "<unk>"},
}
PRE = {"bpe_gpt2": "gpt-2", "bpe_smollm2": "smollm", "bpe_llama3": "llama-bpe",
       "bpe_qwen2": "qwen2", "bpe_roberta": "roberta-bpe"}

SENTENCES = [
    ("The cat", "My old friend", "Nobody", "A child of seven", "The committee"),
    ("reads", "has forgotten", "is looking for", "paints", "would rather buy"),
    ("a letter", "the third book", "12 red apples", "an answer", "the naïve question"),
    ("Die Katze", "Ein Mädchen", "Niemand", "Der Fluß"),
    ("sucht", "findet", "überquert", "vergißt"),
    ("einen Brief", "die Straße", "das größte Haus", "42 Äpfel"),
    ("Кошка", "Старый друг", "Никто", "Дождь"),
    ("читает", "видит", "забыл", "ищет"),
    ("письмо", "красный дом", "пять яблок", "вопрос"),
    ("我的朋友", "一只猫", "老师", "她"),
    ("喜欢", "正在看", "忘记了", "想买"),
    ("苹果", "那本书", "一封信", "三个橙子"),
]
TEXTS = [
    "The cat reads a letter", "Nobody has forgotten the third book.", "hello", "Hello, World!",
    " one space before", "two  spaces  between", "   three before and three after   ", " ", "   ",
    "", "line\nbreak", "tab\tand\r\nmore", "Die Katze überquert die Straße", "größer, größte",
    "Кошка читает письмо", "никто НИКТО", "我的朋友喜欢苹果", "老师忘记了那本书。", "日本語のテキスト",
    "한국어 문장입니다", "مرحبا بالعالم", "emoji 👩‍👩‍👧‍👦 and 👍🏽!", "cafe\u0301 naïve", "\u00a0",
    "1234567890 12,345.67", "x=1;y_2+=3.14e-10 // std::vector<int>{}", "aaaaaaaaaaaaaaaaaaaaaaaaa",
    "catcatcat thethethe", "<0x41> is no byte", "The CAT the Cat tHe cAt", "ab\u0000cd", "\ufeffbom",
]


def writer_of(name, architecture, model, pre):
    writer = gguf.GGUFWriter(OUT / f"{name}.gguf", architecture)
    writer.add_tokenizer_model(model)
    writer.add_tokenizer_pre(pre)
    return writer


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_specials(writer, name, load_merges):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "tokenizer.json").write_bytes((TOKENIZERS / name / "tokenizer.json").read_bytes())
        (path / "tokenizer_config.json").write_text(json.dumps(SPECIALS[name]))
        gguf.SpecialVocab(path, load_merges=load_merges).add_to_gguf(writer, quiet=True)


def types_of(tokens, definition):
    added = {token["content"]: token for token in definition["added_tokens"]}
    return [TokenType.NORMAL if token not in added
            else TokenType.CONTROL if added[token]["special"] else TokenType.USER_DEFINED
            for token in tokens]


def write_byte_level(name, definition):
    tokens = sorted(definition["model"]["vocab"], key=definition["model"]["vocab"].get)
    writer = writer_of(name, "llama", "gpt2", PRE[name])
    writer.add_token_list(tokens)
    writer.add_token_types(types_of(tokens, definition))
    add_specials(writer, name, load_merges=True)
    finish(writer)


def write_word_piece(name, definition):
    tokens = sorted(definition["model"]["vocab"], key=definition["model"]["vocab"].get)
    types = types_of(tokens, definition)
    spelled = [token if kind == TokenType.CONTROL else token[2:] if token.startswith("##")
               else "\u2581" + token for token, kind in zip(tokens, types)]
    writer = writer_of(name, "bert", "bert", "jina-v2-en")
    writer.add_token_list(spelled)
    writer.add_token_types(types)
    add_specials(writer, name, load_merges=False)
    finish(writer)


def write_unigram(name, definition):
    pieces = definition["model"]["vocab"]
    types = [TokenType.NORMAL] * len(pieces)
    types[0], types[1], types[2] = TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL
    charsmap = next(n["precompiled_charsmap"] for n in definition["normalizer"]["normalizers"]
                    if n["type"] == "Precompiled")
    writer = writer_of(name, "t5", "t5", "default")
    writer.add_token_list([piece for piece, _ in pieces])
    writer.add_token_scores([score for _, score in pieces])
    writer.add_token_types(types)
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_precompiled_charsmap(base64.b64decode(charsmap))
    add_specials(writer, name, load_merges=False)
    writer.add_unk_token_id(definition["model"]["unk_id"])
    finish(writer)


def lines():
    for language in range(0, len(SENTENCES), 3):
        end = "。" if language == 9 else "."
        space = "" if language == 9 else " "
        for words in itertools.product(*SENTENCES[language:language + 3]):
            yield space.join(words) + end


def write_sentence_piece():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(list(lines())), model_writer=model, model_type="bpe", vocab_size=700,
        byte_fallback=True, character_coverage=0.999, normalization_rule_name="identity",
        remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True,
        user_defined_symbols=["<|user|>"], minloglevel=2)
    parsed = proto.ModelProto()
    parsed.ParseFromString(model.getvalue())
    writer = writer_of("sentencepiece", "llama", "llama", "default")
    writer.add_token_list([piece.piece for piece in parsed.pieces])
    writer.add_token_scores([piece.score for piece in parsed.pieces])
    writer.add_token_types([piece.type for piece in parsed.pieces])  # numbered alike
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    finish(writer)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    with open(OUT / "sentencepiece.jsonl", "w", encoding="utf-8") as expected:
        for text in TEXTS + ["one more <|user|>"]:
            ids = processor.encode(text, add_bos=True)
            expected.write(json.dumps({"text": text, "ids": ids,
                                       "tokens": [processor.id_to_piece(i) for i in ids]},
                                      ensure_ascii=False) + "\n")


def main():
    OUT.mkdir(exist_ok=True)
    for name in SPECIALS:
        definition = json.loads((TOKENIZERS / name / "tokenizer.json").read_text(encoding="utf-8"))
        write = {"BPE": write_byte_level, "WordPiece": write_word_piece, "Unigram": write_unigram}
        write[definition["model"]["type"]](name, definition)
    write_sentence_piece()


if __name__ == "__main__":
    main()
