#!/usr/bin/env python3
"""Writes what PyTorch and transformers compute of small models that learn: the gradients of one
batch, and all numbers after 20 steps of AdamW with clipping.

Usage: make_train_goldens.py OUT_FOLDER      (torch 2.15.0, transformers 5.23.0)

One file a model. All is computed in float64; what is stored is float32.
  before/NAME, gradient/NAME, after/NAME   numbers under Headscope's names and shapes
  given                                    words that are not learnt, where there are such
  losses                                   (20) mean loss before each step
The batch of each model is written in tests/train/test_learner_goldens.cpp, too.
"""
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import cross_entropy, pad
from transformers import LlamaConfig, LlamaForCausalLM

STEPS, RATE, CLIP, DECAY = 20, 3e-3, 1.0, 0.01
TEXTS = [[3, 1, 4, 1, 5], [9, 2, 6]]
TARGETS = [(0, 4, 2), (0, 1, 6), (1, 2, 0)]  # text, row, class


def learn(model, decayed, logits):
    """Losses of 20 steps, and the gradients of the first."""
    parameters = list(model.parameters())
    others = [p for p in parameters if not any(p is d for d in decayed)]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}], lr=RATE)
    losses, first = [], None
    for _ in range(STEPS):
        optimizer.zero_grad()
        rows = torch.stack([logits()[text, row] for text, row, _ in TARGETS])
        loss = cross_entropy(rows, torch.tensor([answer for _, _, answer in TARGETS]))
        loss.backward()
        if first is None:
            first = {p: p.grad.clone() for p in parameters}
        nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        losses.append(loss.item())
    return losses, first


def write(path, model, names, decayed, logits, extra):
    """names: Headscope's name -> (parameters side by side, whether to turn them)."""
    def stored(value):
        out = {}
        for name, (parameters, turned) in names.items():
            parts = [value(p) for p in parameters]
            whole = torch.cat(parts, 0)
            out[name] = (whole.T if turned else whole).detach().float().contiguous().clone()
        return out

    tensors = {f"before/{n}": t for n, t in stored(lambda p: p).items()}
    losses, gradients = learn(model, decayed, logits)
    tensors |= {f"gradient/{n}": t for n, t in stored(lambda p: gradients[p]).items()}
    tensors |= {f"after/{n}": t for n, t in stored(lambda p: p).items()}
    save_file(tensors | extra | {"losses": torch.tensor(losses)}, path)
    print(path, losses[0], losses[-1])


def rounded(model):
    """Weights that float32 holds exactly, computed with in float64."""
    for p in model.parameters():
        if p.dim() == 1:
            p.data += 0.1 * torch.randn_like(p)  # else biases and norms are all 0 or 1
    return model.double()


class Encoder(nn.Module):
    """torch's own encoder between words, positions and the choice of a class."""

    def __init__(self, given, norm_first):
        super().__init__()
        self.words = nn.Parameter(torch.randn(10, 8)) if given is None else None
        self.words_in = None if given is None else nn.Linear(given.shape[1], 8, bias=False)
        self.positions = nn.Parameter(0.5 * torch.randn(6, 8))
        layer = nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, activation="gelu", batch_first=True,
                                           norm_first=norm_first)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8) if norm_first else None,
                                             enable_nested_tensor=False)
        for part in self.encoder.layers:
            for p in part.parameters():
                p.data = p.data + 0.05 * torch.randn_like(p)  # layers start as copies
        self.answers = nn.Linear(8, 10 if given is None else given.shape[1], bias=False)
        self.given = given

    def forward(self, causal):
        longest = max(map(len, TEXTS))
        ids = torch.stack([pad(torch.tensor(t), (0, longest - len(t))) for t in TEXTS])
        padding = torch.stack([torch.arange(longest) >= len(t) for t in TEXTS])
        x = self.words[ids] if self.given is None else self.words_in(self.given[ids])
        x = x + self.positions[:longest]
        mask = torch.ones(longest, longest, dtype=torch.bool).triu(1) if causal else None
        x = self.encoder(x, mask=mask, src_key_padding_mask=padding)
        y = self.answers(x)
        return y if self.given is None else y @ self.given[:7].T


def encoder(path, given, norm_first, causal):
    model = rounded(Encoder(given, norm_first))
    names = {"positions.weight": ([model.positions], False), "answers.weight": ([model.answers.weight], True)}
    decayed = [model.answers.weight]
    if given is None:
        names["words.weight"] = ([model.words], False)
    else:
        model.given = given.double()
        names["words_in.weight"] = ([model.words_in.weight], True)
        decayed.append(model.words_in.weight)
    for index, layer in enumerate(model.encoder.layers):
        attention = layer.self_attn
        for ours, weight, bias in [
                ("query_key_value", attention.in_proj_weight, attention.in_proj_bias),
                ("output", attention.out_proj.weight, attention.out_proj.bias),
                ("up", layer.linear1.weight, layer.linear1.bias),
                ("down", layer.linear2.weight, layer.linear2.bias)]:
            names[f"blocks.{index}.{ours}.weight"] = ([weight], True)
            names[f"blocks.{index}.{ours}.bias"] = ([bias], False)
            decayed.append(weight)
        for ours, norm in [("attention_norm", layer.norm1), ("feed_forward_norm", layer.norm2)]:
            names[f"blocks.{index}.{ours}.weight"] = ([norm.weight], False)
            names[f"blocks.{index}.{ours}.bias"] = ([norm.bias], False)
    if norm_first:
        names["final_norm.weight"] = ([model.encoder.norm.weight], False)
        names["final_norm.bias"] = ([model.encoder.norm.bias], False)
    write(path, model, names, decayed, lambda: model(causal), {} if given is None else {"given": given})


def llama(path):
    model = LlamaForCausalLM(LlamaConfig(
        vocab_size=10, hidden_size=8, intermediate_size=12, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=4, max_position_embeddings=8, rms_norm_eps=1e-6,
        tie_word_embeddings=False, attn_implementation="eager", initializer_range=0.3))
    model = rounded(model)
    names = {"words.weight": ([model.model.embed_tokens.weight], False),
             "final_norm.weight": ([model.model.norm.weight], False),
             "answers.weight": ([model.lm_head.weight], True)}
    decayed = [model.lm_head.weight]
    for index, layer in enumerate(model.model.layers):
        attention, network = layer.self_attn, layer.mlp
        for ours, parts in [
                ("query_key_value", [attention.q_proj, attention.k_proj, attention.v_proj]),
                ("output", [attention.o_proj]), ("up", [network.gate_proj, network.up_proj]),
                ("down", [network.down_proj])]:
            names[f"blocks.{index}.{ours}.weight"] = ([p.weight for p in parts], True)
            decayed += [p.weight for p in parts]
        names[f"blocks.{index}.attention_norm.weight"] = ([layer.input_layernorm.weight], False)
        names[f"blocks.{index}.feed_forward_norm.weight"] = ([layer.post_attention_layernorm.weight], False)

    def logits():  # one text at a time: no padding
        return [model(torch.tensor([text])).logits[0] for text in TEXTS]

    class Rows(list):
        def __getitem__(self, at):
            return list.__getitem__(self, at[0])[at[1]]

    write(path, model, names, decayed, lambda: Rows(logits()), {})


out = sys.argv[1]
torch.manual_seed(1)
encoder(f"{out}/norms_after_given_words.safetensors", torch.randn(10, 5), False, False)
encoder(f"{out}/norms_first_causal.safetensors", None, True, True)
llama(f"{out}/llama.safetensors")
