"""PyTorch's side of the race over training steps.

Reads lines `<rnn|lstm|patchtst> <hidden> <window> <inputs> <batch> <steps>` from standard input and answers each with the
milliseconds per training step (forward, mean squared error of the prediction, backward, Adam), as a mean over the steps.
The PatchTST is the paper's (width 128, 3 blocks, 8 heads, feed-forward 256; hidden is not read). The batch is ready-made;
dropout and masks are off. Threads come from OMP_NUM_THREADS, 1 unless set. Needs PyTorch (Debian: python3-torch).
"""

import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (the thread settings must come first)


class PatchTst(torch.nn.Module):
    WIDTH, BLOCKS, HEADS, FEED_FORWARD = 128, 3, 8, 256

    def __init__(self, inputs, window):
        super().__init__()
        self.patch = 1 if window <= 7 else 2 if window <= 14 else 3 if window <= 30 else 4
        self.patches = (window + self.patch - 1) // self.patch
        self.position_embedding = torch.nn.Parameter(torch.randn(self.patches, self.WIDTH))
        self.patch_embedding = torch.nn.Linear(self.patch * inputs, self.WIDTH)
        layer = torch.nn.TransformerEncoderLayer(self.WIDTH, self.HEADS, self.FEED_FORWARD, dropout=0.0, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, self.BLOCKS)
        self.norm = torch.nn.LayerNorm(self.WIDTH)
        self.head = torch.nn.Linear(self.WIDTH, 1)

    def forward(self, x):
        missing = self.patches * self.patch - x.shape[1]
        if missing:
            x = torch.cat([x, x[:, -1:].expand(-1, missing, -1)], dim=1)
        x = x.reshape(x.shape[0], self.patches, -1)
        return self.head(self.norm(self.encoder(self.patch_embedding(x) + self.position_embedding)).mean(dim=1))


class Network(torch.nn.Module):
    def __init__(self, kind, inputs, hidden):
        super().__init__()
        layer = torch.nn.LSTM if kind == "lstm" else torch.nn.RNN
        self.recurrent = layer(inputs, hidden, batch_first=True)
        self.fc = torch.nn.Linear(hidden, 1)

    def forward(self, x):
        states, _ = self.recurrent(x)
        return self.fc(states[:, -1])


def make_step(kind, hidden, window, inputs, batch):
    torch.manual_seed(1)
    network = PatchTst(inputs, window) if kind == "patchtst" else Network(kind, inputs, hidden)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss_function = torch.nn.MSELoss()
    x = torch.randn(batch, window, inputs)
    y = torch.randn(batch, 1)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_function(network(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def main():
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    print(f"PyTorch {torch.__version__}", flush=True)
    steps_by_shape = {}
    for line in sys.stdin:
        kind, *numbers = line.split()
        hidden, window, inputs, batch, count = map(int, numbers)
        shape = (kind, hidden, window, inputs, batch)
        if shape not in steps_by_shape:
            steps_by_shape[shape] = make_step(*shape)
            for _ in range(10):
                steps_by_shape[shape]()
        step = steps_by_shape[shape]
        start = time.perf_counter()
        for _ in range(count):
            step()
        print(f"{(time.perf_counter() - start) * 1000 / count:.6f}", flush=True)


if __name__ == "__main__":
    main()
