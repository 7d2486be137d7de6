#!/usr/bin/env python3
"""The same forward passes by transformers (eager, output_attentions) and onnxruntime (attention
outputs) and by Headscope, turn by turn in one run, with ratios.

Usage: peers.py MINILM_DIR|FILE.gguf BENCH_FORWARD [--rounds 7] [--threads 2]

Needs torch, transformers, onnx and onnxruntime; for a GGUF file, which onnxruntime does not read,
torch, transformers, accelerate and gguf. transformers is then timed as a user has it, with the product by the
vocabulary at every position, and without it. Each round times every peer at every size, so that
a machine whose speed drifts treats them alike; medians of the rounds are printed.

Headscope is timed twice: until every head can be viewed, where its window stops, and to the output
of the last layer. onnxruntime too: with attentions and output, and with attentions alone, which
lets it leave out what no attention needs.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

SIZES = (16, 128, 512)


def token_ids(n):
    return [1000 + (i * 37) % 20000 for i in range(n)]


def median_ms(call, seconds=0.6):
    call()
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def eager_model(path, threads):
    import torch
    from transformers import AutoModel, AutoModelForCausalLM

    torch.set_num_threads(threads)
    options = {"attn_implementation": "eager", "dtype": torch.float32}
    if path.endswith(".gguf"):
        folder, file = os.path.split(os.path.abspath(path))
        return AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, **options).eval()
    return AutoModel.from_pretrained(path, **options).eval()


def transformers_peer(model):
    import torch

    def call_for(n):
        ids = torch.tensor([token_ids(n)])

        def call():
            with torch.no_grad():
                model(input_ids=ids, output_attentions=True)
        return call
    return call_for


def onnxruntime_peers(model, threads, folder):
    import numpy as np
    import onnx
    import onnxruntime as ort
    import torch

    class Attentions(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask):
            out = self.model(input_ids=input_ids, attention_mask=attention_mask,
                             output_attentions=True)
            return (out.last_hidden_state, *out.attentions)

    path = os.path.join(folder, "minilm.onnx")
    example = torch.tensor([token_ids(16)])
    layers = model.config.num_hidden_layers
    names = ["last_hidden_state"] + [f"attention.{layer}" for layer in range(layers)]
    axes = {name: {0: "b", 1: "n"} for name in ("input_ids", "attention_mask", names[0])}
    axes.update({name: {0: "b", 2: "n", 3: "n"} for name in names[1:]})
    torch.onnx.export(Attentions().eval(), (example, torch.ones_like(example)), path,
                      input_names=["input_ids", "attention_mask"], output_names=names,
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL

    def session_of(outputs):
        part = os.path.join(folder, f"minilm.{len(outputs)}.onnx")
        onnx.utils.extract_model(path, part, ["input_ids", "attention_mask"], outputs)
        session = ort.InferenceSession(part, options, providers=["CPUExecutionProvider"])

        def call_for(n):
            feed = {"input_ids": np.array([token_ids(n)], dtype=np.int64),
                    "attention_mask": np.ones((1, n), dtype=np.int64)}
            return lambda: session.run(None, feed)
        return call_for
    return {"onnxruntime": session_of(names), "onnxruntime, attentions": session_of(names[1:])}


def headscope_ms(program, model):
    report = subprocess.run(
        [program, "--benchmark_filter=forward(ToOutput)?/", "--benchmark_format=json",
         "--benchmark_min_time=0.3", "--benchmark_repetitions=3"],
        env={**os.environ, "HEADSCOPE_BENCH_MODEL": model}, check=True, capture_output=True)
    rows = json.loads(report.stdout)["benchmarks"]

    def times(name):
        return {n: next(r["real_time"] for r in rows
                        if r["name"].startswith(f"{name}/{n}/") and r["name"].endswith("_median"))
                for n in SIZES}
    return {"headscope": times("forward"), "headscope, to the output": times("forwardToOutput")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("bench_forward")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        model = eager_model(args.model, args.threads)
        peers = {"transformers eager": transformers_peer(model)}
        if args.model.endswith(".gguf"):
            peers["transformers eager, no vocabulary"] = transformers_peer(model.model)
        else:
            peers.update(onnxruntime_peers(model, args.threads, folder))
        ours = ("headscope", "headscope, to the output")
        times = {name: {n: [] for n in SIZES} for name in (*ours, *peers)}
        for _ in range(args.rounds):
            for name, call_for in peers.items():
                for n in SIZES:
                    times[name][n].append(median_ms(call_for(n)))
            for name, row in headscope_ms(args.bench_forward, args.model).items():
                for n, value in row.items():
                    times[name][n].append(value)
    print(f"{'ms, median of ' + str(args.rounds) + ' rounds':52}", *(f"n={n:<8}" for n in SIZES))
    for name, rows in times.items():
        print(f"{name:52}", *(f"{statistics.median(rows[n]):<10.2f}" for n in SIZES))
    for our in ours:
        for name in peers:
            ratios = [statistics.median(a / b for a, b in zip(times[name][n], times[our][n]))
                      for n in SIZES]
            print(f"{name + ' / ' + our:52}", *(f"{ratio:<10.2f}" for ratio in ratios))


main()
