#!/usr/bin/env python3
"""Makes marian/expected.safetensors: what Hugging Face computes of the tiny model in marian/.

make_goldens.py fills all weights with random numbers before it computes, Marian's table of sinusoids
among them, which save_pretrained does not write. So its values are of a model that is in no file;
here the model is read from its files first.

Usage: make_marian_golden.py FOLDER      (needs torch, transformers, safetensors)
"""
import os
import sys

import torch
import transformers
from safetensors.torch import load_file, save_file

folder = sys.argv[1]
path = os.path.join(folder, "expected.safetensors")
before = load_file(path)
expected = {name: before[name] for name in ("input_ids", "decoder_input_ids")}
model = transformers.MarianMTModel.from_pretrained(folder, attn_implementation="eager").eval()
with torch.no_grad():
    out = model(input_ids=before["input_ids"][None], output_attentions=True,
                decoder_input_ids=before["decoder_input_ids"][None], output_hidden_states=True)
for name, tensors in {"attention": out.encoder_attentions,
                      "decoder_attention": out.decoder_attentions,
                      "cross": out.cross_attentions,
                      "hidden": out.encoder_hidden_states,
                      "decoder_hidden": out.decoder_hidden_states}.items():
    for layer, tensor in enumerate(tensors):
        expected[f"{name}.{layer}"] = tensor[0].contiguous()
expected["logits"] = out.logits[0].contiguous()
save_file(expected, path)
