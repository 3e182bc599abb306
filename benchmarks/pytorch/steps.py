"""PyTorch's side of the race over training steps.

Reads lines `<rnn|lstm> <hidden> <window> <inputs> <batch> <steps>` from standard input and answers each with the
milliseconds per training step (forward, mean squared error of the last step's prediction, backward, Adam), as a mean over
the steps. The batch is ready-made; dropout and masks are off. Needs PyTorch (Debian: python3-torch).
"""

import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (the thread settings must come first)


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
    network = Network(kind, inputs, hidden)
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
    torch.set_num_threads(1)
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
