"""Loads a network that PruningLab saved into PyTorch and predicts with it.

    python3 load_safetensors.py weights.safetensors windows.json [--units] [--check]

windows.json: {"windows": [[[feature, ...], ... row by row], ...], "predictions": [[output, ...], ...]}, standardised as in
training; with --units inputs and predictions are in the data's own units. Prints one line of outputs per window. With --check
the outputs are compared with "predictions"; the exit code is 1 when one differs by more than 1e-5.
Needs PyTorch and nothing else. The format of the file is described in docs/files.md.
"""

import argparse
import json
import struct
import sys

import torch

TYPES = {"F32": torch.float32, "U8": torch.uint8}
TOLERANCE = 1e-5


def read_safetensors(path):
    """Returns the tensors by name and the metadata."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


class Recurrent(torch.nn.Module):
    """A recurrent layer whose last state goes through a linear layer."""

    def __init__(self, info):
        super().__init__()
        kind, inputs, hidden = info["network"]["kind"], len(info["features"]), info["network"]["hiddenUnits"]
        layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM}[kind](inputs, hidden, batch_first=True)
        self.name = kind
        self.add_module(kind, layer)
        self.fc = torch.nn.Linear(hidden, len(info["targets"]))

    def forward(self, x):
        states, _ = getattr(self, self.name)(x)
        return self.fc(states[:, -1])


BUILDERS = {"rnn": Recurrent, "lstm": Recurrent}


def load(path):
    """Returns the network with its weights and masks, and what the file says about it."""
    tensors, metadata = read_safetensors(path)
    info = json.loads(metadata["pruninglab"])
    masks = {name[:-len("_mask")]: tensor for name, tensor in tensors.items() if name.endswith("_mask")}
    weights = {name: tensor for name, tensor in tensors.items() if not name.endswith("_mask")}
    network = BUILDERS[info["network"]["kind"]](info)
    network.load_state_dict({name: tensor * masks.get(name, 1) for name, tensor in weights.items()})
    return network.eval(), info


def main():
    parser = argparse.ArgumentParser(description="Predicts with a network that PruningLab saved.")
    parser.add_argument("weights")
    parser.add_argument("windows")
    parser.add_argument("--units", action="store_true", help="inputs and predictions are in the data's own units")
    parser.add_argument("--check", action="store_true", help="compare with the predictions in the file of windows")
    arguments = parser.parse_args()
    network, info = load(arguments.weights)
    with open(arguments.windows, encoding="utf-8") as file:
        given = json.load(file)
    x = torch.tensor(given["windows"], dtype=torch.float64)
    if arguments.units:
        x = (x - column(info["features"], "mean")) / column(info["features"], "scale")
    with torch.no_grad():
        y = network(x.float()).double()
    mean, scale = 0, 1
    if arguments.units:
        mean, scale = column(info["targets"], "mean"), column(info["targets"], "scale")
    for row in (y * scale + mean).tolist():
        print(" ".join(f"{value:.9g}" for value in row))
    if arguments.check:
        expected = (torch.tensor(given["predictions"], dtype=torch.float64) - mean) / scale
        if expected.shape != y.shape:
            sys.exit(f"There are {tuple(expected.shape)} predictions where {tuple(y.shape)} were expected.")
        difference = (y - expected).abs().max().item()
        print(f"largest difference {difference:.3g}, standardised", file=sys.stderr)
        sys.exit(0 if difference <= TOLERANCE else 1)


def column(scales, part):
    return torch.tensor([scale[part] for scale in scales], dtype=torch.float64)


if __name__ == "__main__":
    main()
