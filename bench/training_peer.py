#!/usr/bin/env python3
"""A step of training of the playground's default model by PyTorch and by Headscope, turn by turn in
one run, with ratios.

Usage: training_peer.py BENCH_TRAINING [--rounds 5] [--threads 2]

Two layers, d_model 64, 4 heads, 64 texts of 14 words; words are given, one row of each text names
one of 1,600 words; clipping; AdamW, fused and not. Needs torch.
"""
import argparse
import json
import statistics
import subprocess
import time

import torch
from torch import nn
from torch.nn.functional import cross_entropy


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.given = torch.randn(30522, 64)
        self.words_in = nn.Linear(64, 64, bias=False)
        self.positions = nn.Parameter(torch.randn(32, 64))
        layer = nn.TransformerEncoderLayer(64, 4, 256, dropout=0, activation="gelu", batch_first=True,
                                           norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(64), enable_nested_tensor=False)
        self.answers = nn.Linear(64, 64, bias=False)

    def forward(self, ids):
        x = self.words_in(self.given[ids]) + self.positions[:ids.shape[1]]
        return self.answers(self.encoder(x)[:, 9]) @ self.given[:1600].T


def torch_ms(fused, seconds=2.0):
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=fused)
    ids = torch.randint(0, 30522, (64, 14))
    answers = torch.randint(0, 64, (64,))

    def step():
        optimizer.zero_grad()
        cross_entropy(model(ids), answers).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for _ in range(10):
        step()
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def headscope_ms(program):
    """Each of several repetitions is the mean of a second of steps."""
    out = subprocess.run(
        [program, "--benchmark_filter=step/8", "--benchmark_min_time=0.5", "--benchmark_repetitions=5",
         "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    return next(run["real_time"] for run in json.loads(out)["benchmarks"]
                if run.get("aggregate_name") == "median")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench_training")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    times = {"headscope": [], "torch": [], "torch, fused AdamW": []}
    for _ in range(arguments.rounds):
        times["headscope"].append(headscope_ms(arguments.bench_training))
        times["torch"].append(torch_ms(False))
        times["torch, fused AdamW"].append(torch_ms(True))
    ours = statistics.median(times["headscope"])
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:20} {middle:6.2f} ms  {middle / ours:5.2f} x  "
              f"({min(values):.2f} to {max(values):.2f})")


main()
