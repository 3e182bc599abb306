"""Makes the golden files of PatchTST and MLP in this folder with PyTorch (Debian: python3-torch). Run:
/usr/bin/python3 make_golden_networks.py

Format and generator are those of make_golden.py. Weights come in PyTorch's order, then rows, then row-major targets 2u - 1, or
labels floor(state / 256) mod classes. The task is a series (window i covers rows i ... i + W - 1 and predicts row i + W) or,
with classes, separate samples of W rows.
"""

import json
import os

import torch
from make_golden import FOLDER, Generator, encode

STEPS = 5
ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}


class Labels(Generator):
    def labels(self, count, classes):
        result = []
        for _ in range(count):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            result.append((self.state >> 8) % classes)
        return torch.tensor(result)


class Mlp(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        widths = [shape["window"] * shape["inputs"], *shape["hidden_layers"], shape["outputs"]]
        self.layers = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.activation = ACTIVATIONS[shape["activation"]]

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        return self.layers[-1](x)


class PatchTST(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        width, self.patch = shape["width"], shape["patch_length"]
        self.patches = -(-shape["window"] // self.patch)
        self.position_embedding = torch.nn.Parameter(torch.zeros(self.patches, width))
        self.patch_embedding = torch.nn.Linear(self.patch * shape["inputs"], width)
        layer = torch.nn.TransformerEncoderLayer(
            width, shape["heads"], shape["feed_forward"], dropout=0.0, activation="relu", batch_first=True, norm_first=False)
        self.encoder = torch.nn.TransformerEncoder(layer, shape["blocks"])
        self.norm = torch.nn.LayerNorm(width)
        self.head = torch.nn.Linear(width, shape["outputs"])

    def forward(self, x):
        missing = self.patches * self.patch - x.shape[1]
        x = torch.cat([x, x[:, -1:].expand(-1, missing, -1)], dim=1)
        x = self.patch_embedding(x.reshape(x.shape[0], self.patches, -1)) + self.position_embedding
        return self.head(self.norm(self.encoder(x)).mean(dim=1))


def make(name, kind, seed, batch, rows, weight_range, **shape):
    torch.set_default_dtype(torch.float64)
    generator = Labels(seed)
    window, inputs, outputs = shape["window"], shape["inputs"], shape["outputs"]
    classes = shape["task"] == "classification"

    def network():
        return (Mlp if kind == "mlp" else PatchTST)(shape)

    initial = {n: generator.values(p.numel(), weight_range).reshape(p.shape) for n, p in network().named_parameters()}
    series = generator.values(rows * inputs, 1.0).reshape(rows, inputs)
    count = rows // window if classes else rows - window
    truth = generator.labels(count, outputs) if classes else generator.values(rows * outputs, 1.0).reshape(rows, outputs)
    loss_of = torch.nn.functional.cross_entropy if classes else torch.nn.functional.mse_loss

    def batch_of(number):
        windows = [(number * 7 + i) % count for i in range(batch)]
        first = window if classes else 1
        x = torch.stack([series[w * first : w * first + window] for w in windows])
        return x, torch.stack([truth[w if classes else w + window] for w in windows])

    golden = {
        "generator": "make_golden_networks.py", "torch": torch.__version__, "kind": kind, **shape,
        "batch": batch, "rows": rows, "seed": seed, "weight_range": weight_range, "steps": STEPS,
    }
    made = network()
    made.load_state_dict(initial)
    optimizer = torch.optim.Adam(made.parameters(), lr=1e-3)
    losses = []
    for number in range(STEPS):
        x, y = batch_of(number)
        optimizer.zero_grad()
        predictions = made(x)
        loss = loss_of(predictions, y)
        loss.backward()
        if number == 0:
            golden["loss"] = loss.item()
            golden["predictions"] = encode(predictions)
            golden["gradients"] = {n: encode(p.grad) for n, p in made.named_parameters()}
        optimizer.step()
        losses.append(loss.item())
    golden["adam"] = {n: encode(p) for n, p in made.named_parameters()}
    golden["adam_losses"] = encode(torch.tensor(losses))
    with open(os.path.join(FOLDER, name + ".json"), "w", newline="\n") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


def main():
    regression, classification = {"task": "regression"}, {"task": "classification"}
    small = {"width": 16, "blocks": 2, "heads": 4, "feed_forward": 24}
    make("patchtst-small", "patchtst", 11, 7, 60, 0.5, window=7, inputs=3, outputs=1, patch_length=2, **small, **regression)
    make("patchtst-two-chunks", "patchtst", 12, 70, 90, 0.5, window=5, inputs=2, outputs=2, patch_length=1,
         width=12, blocks=1, heads=3, feed_forward=20, **regression)
    make("patchtst-classes", "patchtst", 13, 9, 80, 0.5, window=4, inputs=3, outputs=3, patch_length=3, **small, **classification)
    for activation in ACTIVATIONS:
        make(f"mlp-{activation}", "mlp", 14, 20, 60, 0.5, window=4, inputs=3, outputs=1, hidden_layers=[9, 6],
             activation=activation, **regression)
    make("mlp-outputs", "mlp", 15, 70, 100, 0.5, window=1, inputs=5, outputs=3, hidden_layers=[5, 5, 5], activation="tanh", **regression)
    make("mlp-classes", "mlp", 16, 20, 160, 0.25, window=2, inputs=8, outputs=10, hidden_layers=[30, 10], activation="relu", **classification)


if __name__ == "__main__":
    main()
