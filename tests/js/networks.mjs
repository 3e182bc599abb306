// Networks and runs for tests of the pictures.
import { GraphModel } from "../../src/PruningLab.Components/wwwroot/js/graph-model.js";
import { RunStore } from "../../src/PruningLab.Components/wwwroot/js/store.js";

export function lstmTopology(hidden, inputs, generation = 1) {
  const gates = ["i", "f", "g", "o"];
  const ih = 4 * hidden * inputs;
  const hh = 4 * hidden * hidden;
  return {
    generation, network: "LSTM",
    groups: [
      { id: "input", title: `${inputs} inputs`, count: inputs, names: Array.from({ length: inputs }, (_, k) => `feature ${k}`) },
      { id: "hidden", title: `${hidden} LSTM units`, count: hidden, names: [] },
      { id: "output", title: "output", count: 1, names: ["close, next"] },
    ],
    parameters: [
      { index: 0, name: "lstm.weight_ih_l0", rows: 4 * hidden, columns: inputs, offset: 0, gates, from: "input", to: "hidden" },
      { index: 1, name: "lstm.weight_hh_l0", rows: 4 * hidden, columns: hidden, offset: ih, gates, from: "hidden", to: "hidden" },
      { index: 4, name: "fc.weight", rows: 1, columns: hidden, offset: ih + hh, gates: [], from: "hidden", to: "output" },
    ],
    prunable: ih + hh + hidden, batchesPerEpoch: 64, epochs: 20, target: "close", unit: "points",
    test: { stride: 1, truth: [], labels: [] },
  };
}

/** Numbers in [0, 1) that are the same every time. */
export function random(seed = 1) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296;
}

/** A store with random weights of which a share has died. */
export function randomRun(hidden, inputs, sparsity) {
  const topology = lstmTopology(hidden, inputs);
  const store = new RunStore();
  store.configure(topology);
  const next = random(42);
  for (let k = 0; k < topology.prunable; k++) {
    store.weights[k] = 2 * next() - 1;
    if (next() < sparsity) {
      store.dead[k] = 1 + Math.floor(next() * 500);
      store.weights[k] = 0;
      store.pruned++;
    }
  }
  return { store, model: new GraphModel(topology) };
}
