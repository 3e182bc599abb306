"""PyTorch's side of the race over training steps.

Reads lines `<rnn|lstm|mlp|patchtst> <hidden> <window> <inputs> <batch> <steps> [device]` from standard input and answers each
with the milliseconds per training step (forward, mean squared error of the prediction, backward, Adam), as a mean over the
steps; `nan` when the device's memory is full. The perceptron has two hidden layers. The PatchTST is the paper's (3 blocks, 8
heads, feed-forward twice the width), hidden its width. The batch is ready-made and lies on the device; dropout and masks are
off. TF32 is off, as in PruningLab. Threads come from OMP_NUM_THREADS, 1 unless set. Needs PyTorch (Debian: python3-torch).
"""

import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (the thread settings must come first)


class PatchTst(torch.nn.Module):
    BLOCKS, HEADS = 3, 8

    def __init__(self, inputs, window, width):
        super().__init__()
        self.patch = 1 if window <= 7 else 2 if window <= 14 else 3 if window <= 30 else 4
        self.patches = (window + self.patch - 1) // self.patch
        self.position_embedding = torch.nn.Parameter(torch.randn(self.patches, width))
        self.patch_embedding = torch.nn.Linear(self.patch * inputs, width)
        layer = torch.nn.TransformerEncoderLayer(width, self.HEADS, 2 * width, dropout=0.0, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, self.BLOCKS)
        self.norm = torch.nn.LayerNorm(width)
        self.head = torch.nn.Linear(width, 1)

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


def make_network(kind, inputs, hidden, window):
    if kind == "patchtst":
        return PatchTst(inputs, window, hidden)
    if kind == "mlp":
        sizes = [(window * inputs, hidden), (hidden, hidden)]
        layers = [layer for size in sizes for layer in (torch.nn.Linear(*size), torch.nn.ReLU())]
        return torch.nn.Sequential(torch.nn.Flatten(), *layers, torch.nn.Linear(hidden, 1))
    return Network(kind, inputs, hidden)


def make_step(kind, hidden, window, inputs, batch, device):
    torch.manual_seed(1)
    network = make_network(kind, inputs, hidden, window).to(device)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss_function = torch.nn.MSELoss()
    x = torch.randn(batch, window, inputs, device=device)
    y = torch.randn(batch, 1, device=device)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_function(network(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def wait(device):
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)


def measure(step, count, device):
    wait(device)
    start = time.perf_counter()
    for _ in range(count):
        step()
    wait(device)
    return (time.perf_counter() - start) * 1000 / count


def main():
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    cuda = f", CUDA {torch.version.cuda}" if torch.version.cuda else ""
    print(f"PyTorch {torch.__version__}{cuda}", flush=True)
    shape = step = None
    for line in sys.stdin:
        kind, hidden, window, inputs, batch, count, *rest = line.split()
        asked = (kind, int(hidden), int(window), int(inputs), int(batch), rest[0] if rest else "cpu")
        try:
            if asked != shape:
                # One network at a time: the memory of the former must be free before the next is made.
                shape, step = asked, None
                step = make_step(*shape)
                for _ in range(10):
                    step()
            milliseconds = measure(step, int(count), shape[-1]) if step else float("nan")
        except RuntimeError as error:
            if "out of memory" not in str(error) and "can't allocate memory" not in str(error):
                raise
            step, milliseconds = None, float("nan")
        print(f"{milliseconds:.6f}", flush=True)


if __name__ == "__main__":
    main()
