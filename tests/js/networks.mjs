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

const parameter = (index, name, rows, columns, from, to, gates = []) => ({ index, name, rows, columns, offset: 0, gates, from, to });

/** Completes a topology: places the parameters one after another and adds what every run has. */
function complete(network, groups, parameters, generation, more = {}) {
  let prunable = 0;
  for (const one of parameters) {
    one.offset = prunable;
    prunable += one.rows * one.columns;
  }
  const filled = groups.map((group) => ({ names: [], sections: 1, sectionTitle: "", ...group }));
  return {
    generation, network, groups: filled, parameters, prunable, batchesPerEpoch: 64, epochs: 20, target: "close", unit: "points",
    task: "regression", outputs: ["close"], test: { stride: 1, truth: [], labels: [] }, ...more,
  };
}

/** A multilayer perceptron of PyTorch's names: sizes[0] inputs … sizes.at(-1) outputs. */
export function mlpTopology(sizes = [784, 300, 100, 10], generation = 1) {
  const last = sizes.length - 1;
  const id = (k) => (k === 0 ? "input" : k === last ? "output" : `hidden${k}`);
  const digits = Array.from({ length: sizes[last] }, (_, k) => `${k}`);
  const groups = sizes.map((count, k) => ({
    id: id(k), count, title: k === 0 ? `${count} inputs` : k === last ? `${count} classes` : `${count} hidden ${k}`,
    names: k === last ? digits : k === 0 && count < 60 ? Array.from({ length: count }, (_, n) => `feature ${n}`) : [],
  }));
  const parameters = sizes.slice(1).map((count, k) => parameter(2 * k, `${2 * k}.weight`, count, sizes[k], id(k), id(k + 1)));
  return complete("MLP", groups, parameters, generation, { task: "classification", outputs: digits, target: "digit", unit: "" });
}

/** The patch transformer: per block attention in heads, its projection, feed-forward, the block's end. */
export function patchTstTopology({ width = 128, blocks = 3, heads = 8, feedForward = 256, patchLength = 3, features = 6, patches = 10 } = {}, generation = 1) {
  const inputs = patchLength * features;
  const names = ["open", "high", "low", "close", "adjclose", "volume"];
  const groups = [
    { id: "input", title: `one of ${patches} patches`, count: inputs, names: Array.from({ length: inputs }, (_, k) => `${names[k % features] ?? k % features} ${1 + Math.floor(k / features)}`) },
    { id: "embed", title: "embedding", count: width },
  ];
  const parameters = [parameter(0, "patch_embedding.weight", width, inputs, "input", "embed")];
  let from = "embed";
  for (let b = 1; b <= blocks; b++) {
    groups.push({ id: `attention${b}`, title: `attention ${b}`, count: width, sections: heads, sectionTitle: "head" },
      { id: `mixed${b}`, title: `mixed ${b}`, count: width }, { id: `feed-forward${b}`, title: `feed-forward ${b}`, count: feedForward },
      { id: `block${b}`, title: `block ${b}`, count: width });
    const add = (name, rows, columns, source, target, gates) => parameters.push(parameter(3 * parameters.length, `blocks.${b - 1}.${name}.weight`, rows, columns, source, target, gates));
    add("self_attn.in_proj", 3 * width, width, from, `attention${b}`, ["Q", "K", "V"]);
    add("self_attn.out_proj", width, width, `attention${b}`, `mixed${b}`);
    add("linear1", feedForward, width, `mixed${b}`, `feed-forward${b}`);
    add("linear2", width, feedForward, `feed-forward${b}`, `block${b}`);
    from = `block${b}`;
  }
  groups.push({ id: "output", title: "output", count: 1, names: ["close, next"] });
  parameters.push(parameter(3 * parameters.length, "head.weight", 1, width, from, "output"));
  parameters.forEach((one) => { if (one.name.includes("in_proj")) one.name = one.name.replace("in_proj.weight", "in_proj_weight"); });
  return complete("PatchTST", groups, parameters, generation);
}
