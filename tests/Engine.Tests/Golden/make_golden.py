"""Makes the golden files of this folder with PyTorch (Debian: python3-torch). Run: /usr/bin/python3 make_golden.py

Each file is JSON: the shape of a network, how its weights and its series are generated, and what PyTorch computes in double
precision, as base64 of little-endian single-precision numbers. Generator: s <- (1664525 s + 1013904223) mod 2^32,
u = floor(s / 256) / 2^24 in [0, 1); weights are (2u - 1) * weight_range in PyTorch's order, then rows, then targets
2u - 1; single precision holds all of them exactly. Batch b of the training run takes the windows (b * 7 + i) mod count for
i = 0 ... batch - 1. Where a weight's gradient is nearly 0, Adam's m / sqrt(v) magnifies rounding: PyTorch's own single
precision ends up to 5e-6 of the largest weight away from its double precision in the shapes below.
"""

import base64
import json
import os
import struct

import torch

FOLDER = os.path.dirname(os.path.abspath(__file__))
STEPS = 50


class Generator:
    def __init__(self, seed):
        self.state = seed

    def values(self, count, scale):
        result = []
        for _ in range(count):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            result.append(((self.state >> 8) / 2**24 * 2 - 1) * scale)
        return torch.tensor(result, dtype=torch.float64)


class Network(torch.nn.Module):
    def __init__(self, kind, inputs, hidden):
        super().__init__()
        layer = torch.nn.LSTM if kind == "lstm" else torch.nn.RNN
        setattr(self, kind, layer(inputs, hidden, batch_first=True))
        self.fc = torch.nn.Linear(hidden, 1)
        self.kind = kind

    def forward(self, x):
        states, _ = getattr(self, self.kind)(x)
        return self.fc(states[:, -1])[:, 0]


def encode(tensor):
    values = tensor.detach().reshape(-1).tolist()
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def make(name, kind, hidden, inputs, window, batch, rows, seed, content):
    torch.set_default_dtype(torch.float64)
    # Powers of two keep every generated number exact in single precision.
    weight_range = 0.5 if hidden < 32 else 0.125
    generator = Generator(seed)
    first = Network(kind, inputs, hidden)
    initial = {n: generator.values(p.numel(), weight_range).reshape(p.shape) for n, p in first.named_parameters()}
    series = generator.values(rows * inputs, 1.0).reshape(rows, inputs)
    target = generator.values(rows, 1.0)
    count = rows - window

    def batch_of(number):
        windows = [(number * 7 + i) % count for i in range(batch)]
        return torch.stack([series[w : w + window] for w in windows]), torch.stack([target[w + window] for w in windows])

    def network():
        made = Network(kind, inputs, hidden)
        made.load_state_dict(initial)
        return made

    golden = {
        "generator": "make_golden.py", "torch": torch.__version__, "kind": kind, "hidden": hidden, "inputs": inputs,
        "window": window, "batch": batch, "rows": rows, "seed": seed, "weight_range": weight_range, "steps": STEPS,
    }
    x, y = batch_of(0)
    if "forward" in content:
        made = network()
        predictions = made(x)
        loss = torch.nn.functional.mse_loss(predictions, y)
        loss.backward()
        golden["loss"] = loss.item()
        golden["predictions"] = encode(predictions)
        golden["gradients"] = {n: encode(p.grad) for n, p in made.named_parameters()}
    for kind_of_step in ("adam", "sgd"):
        if kind_of_step not in content:
            continue
        made = network()
        if kind_of_step == "adam":
            optimizer = torch.optim.Adam(made.parameters(), lr=1e-3)
        else:
            optimizer = torch.optim.SGD(made.parameters(), lr=1e-2, momentum=0.9)
        losses = []
        for number in range(STEPS):
            x, y = batch_of(number)
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(made(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        golden[kind_of_step] = {n: encode(p) for n, p in made.named_parameters()}
        golden[kind_of_step + "_losses"] = encode(torch.tensor(losses))
    with open(os.path.join(FOLDER, name + ".json"), "w", newline="\n") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


def main():
    for kind in ("rnn", "lstm"):
        make(f"{kind}-small", kind, 5, 3, 4, 7, 60, 1, ("forward", "adam", "sgd"))
        make(f"{kind}-window-1", kind, 9, 2, 1, 20, 60, 2, ("forward", "adam", "sgd"))
    make("rnn-real", "rnn", 64, 6, 30, 64, 400, 3, ("forward", "adam", "sgd"))
    make("lstm-real", "lstm", 64, 6, 30, 64, 400, 4, ("forward",))
    make("lstm-real-adam", "lstm", 64, 6, 30, 64, 400, 4, ("adam",))


if __name__ == "__main__":
    main()
