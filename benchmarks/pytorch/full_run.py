"""PyTorch's side of the race over a full run of the paper's setting: an LSTM trains for all epochs, pruned or not.

    full_run.py DATA EPOCHS PRUNE

DATA is a binary file: five 32-bit integers (rows, features, window, training windows, batch size), then rows × features
single-precision features and rows single-precision targets, standardised. PRUNE is 1 for synaptic pruning (0 to 70 %,
warm-up 2, every 5 batches; Vos et al. 2025, Algorithms 1 to 5, masks as tensors, weights multiplied by them) or 0. Prints
one line: seconds of training and evaluation, test MSE, sparsity, peak memory of the process in MiB. Eager, one thread.
"""

import array
import os
import resource
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (the thread settings must come first)

S_MIN, S_MAX, WARMUP, FREQUENCY = 0.0, 0.7, 2, 5


class Network(torch.nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.lstm = torch.nn.LSTM(inputs, 64, batch_first=True)
        self.fc = torch.nn.Linear(64, 1)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.fc(states[:, -1])[:, 0]


def read(path):
    with open(path, "rb") as file:
        head = array.array("i")
        head.fromfile(file, 5)
        rows, features, window, train, batch = head
        values = array.array("f")
        values.fromfile(file, rows * features + rows)
    tensor = torch.tensor(values)
    x = tensor[: rows * features].view(rows, features)
    windows = x.unfold(0, window, 1)[: rows - window].transpose(1, 2)
    return windows, tensor[rows * features + window:], train, batch


def update_masks(parameters, masks, target):
    magnitudes = torch.cat([p[m].abs() for p, m in zip(parameters, masks)])
    total = sum(m.numel() for m in masks)
    k = max(0, int(target * total) - (total - magnitudes.numel()))
    if k == 0 or k >= magnitudes.numel():
        return
    threshold = torch.kthvalue(magnitudes, k).values
    for p, m in zip(parameters, masks):
        m &= p.abs() >= threshold
        p *= m


def main():
    path, epochs, prune = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
    torch.set_num_threads(1)
    torch.manual_seed(42)
    windows, targets, train, batch = read(path)
    network = Network(windows.shape[2])
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss_function = torch.nn.MSELoss()
    parameters = [p for name, p in network.named_parameters() if "weight" in name]
    masks = [torch.ones_like(p, dtype=torch.bool) for p in parameters]
    count = 0
    error = 0.0
    start = time.perf_counter()
    for epoch in range(1, epochs + 1):
        order = torch.randperm(train)
        for first in range(0, train, batch):
            chosen = order[first: first + batch]
            optimizer.zero_grad(set_to_none=True)
            loss_function(network(windows[chosen]), targets[chosen]).backward()
            count += 1
            if prune and epoch >= WARMUP and count % FREQUENCY == 0:
                progress = (epoch - WARMUP) / (epochs - WARMUP)
                with torch.no_grad():
                    update_masks(parameters, masks, S_MIN + (S_MAX - S_MIN) * progress**3)
            optimizer.step()
            if prune:
                with torch.no_grad():
                    for p, m in zip(parameters, masks):
                        p *= m
        with torch.no_grad():
            error = loss_function(network(windows[train:]), targets[train:]).item()
    seconds = time.perf_counter() - start
    pruned = sum(m.numel() - int(m.sum()) for m in masks) / sum(m.numel() for m in masks)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.4f} {error:.6f} {pruned:.6f} {peak:.1f}", flush=True)


if __name__ == "__main__":
    main()
