#!/usr/bin/env python3
"""Writes bert_charset_tables.inc from bert_charsets.txt, both beside this script's parent.

Usage: make_bert_charsets.py > ../bert_charset_tables.inc
"""
import pathlib

NAMES = {"clean_text removes": "kRemoved", "strip_accents removes": "kAccents",
         "isolates as punctuation": "kPunctuation"}


def main():
    lines = (pathlib.Path(__file__).parent / "bert_charsets.txt").read_text().splitlines()
    print("// Made by data/make_bert_charsets.py from data/bert_charsets.txt.")
    for title, ranges in zip(lines, lines[1:]):
        for words, name in NAMES.items():
            if title.startswith("##") and "Bert" in title and words in title:
                print(f"\nconstexpr CharRange {name}[] = {{")
                row = "   "
                for item in ranges.split():
                    first, _, last = item.partition("-")
                    cell = f" {{0x{first}, 0x{last or first}}},"
                    if len(row) + len(cell) > 100:
                        print(row)
                        row = "   "
                    row += cell
                print(row)
                print("};")


main()
