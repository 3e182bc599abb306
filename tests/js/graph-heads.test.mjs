import test from "node:test";
import assert from "node:assert/strict";
import { GraphModel } from "../../src/PruningLab.Components/wwwroot/js/graph-model.js";
import { inkOf } from "../../src/PruningLab.Components/wwwroot/js/graph-ink.js";
import { layoutGraph } from "../../src/PruningLab.Components/wwwroot/js/graph-layout.js";
import { RunStore } from "../../src/PruningLab.Components/wwwroot/js/store.js";
import { mlpTopology, patchTstTopology, random } from "./networks.mjs";

function run(topology, seed = 3) {
  const store = new RunStore();
  store.configure(topology);
  const next = random(seed);
  for (let k = 0; k < topology.prunable; k++) store.weights[k] = 2 * next() - 1;
  return { store, model: new GraphModel(topology) };
}

const small = () => patchTstTopology({ width: 16, blocks: 2, heads: 4, feedForward: 24, patchLength: 2, features: 3 });

test("describe_Attention_BundlesQueryKeyAndValue", () => {
  const { model } = run(small());
  const part = model.parts.find((p) => p.parameter.name === "blocks.1.self_attn.in_proj_weight");
  assert.deepEqual([part.from, part.to, part.gates, part.units], ["block1", "attention2", 3, 16]);
  const edge = model.describe(part.base + 5 * 16 + 2);
  assert.deepEqual([edge.unit, edge.column], [5, 2]);
  const { offset } = part.parameter;
  assert.deepEqual(edge.flat, [0, 1, 2].map((gate) => offset + (gate * 16 + 5) * 16 + 2));
  model.gate = 1;
  assert.deepEqual(model.describe(part.base + 5 * 16 + 2).flat, [offset + (16 + 5) * 16 + 2]);
});

test("edgeOf_EveryWeightOfEveryNetwork_IsTheEdgeThatDescribesIt", () => {
  for (const topology of [small(), mlpTopology([9, 6, 4, 3])]) {
    const { model } = run(topology);
    let seen = 0;
    for (let edge = 0; edge < model.total; edge++) {
      for (const flat of model.describe(edge).flat) {
        assert.equal(model.edgeOf(flat), edge);
        seen++;
      }
    }
    assert.equal(seen, topology.prunable);
  }
});

test("degree_Head_IsTheSumOfItsUnits", () => {
  const { store, model } = run(small());
  for (let k = 0; k < store.dead.length; k += 3) store.dead[k] = 9;
  model.refresh(store);
  const head = model.degree("attention1", 4, 8);
  const units = [4, 5, 6, 7].map((unit) => model.degree("attention1", unit));
  for (const side of ["in", "out"]) {
    for (const kind of ["alive", "pruned"]) assert.equal(head[side][kind], units.reduce((sum, unit) => sum + unit[side][kind], 0));
  }
  assert.equal(head.in.alive + head.in.pruned, 3 * 4 * 16);
  assert.equal(head.out.alive + head.out.pruned, 4 * 16);
  assert.equal(new Set(head.edges).size, head.edges.length);
});

test("orderByOutput_Heads_KeepTheirUnits", () => {
  const { store, model } = run(small());
  const slots = model.orderByOutput(store, "attention1");
  slots.forEach((slot, unit) => assert.equal(Math.floor(slot / 4), Math.floor(unit / 4)));
  assert.equal(new Set(slots).size, 16);
});

test("select_LargeNetworks_StayWithinTheBudgetInEverySpace", () => {
  for (const [topology, limit] of [[mlpTopology(), 1500], [patchTstTopology(), 1680]]) {
    const { store, model } = run(topology);
    for (let k = 0; k < store.dead.length; k++) if (Math.abs(store.weights[k]) < 0.6) store.dead[k] = 1 + Math.floor(k % 400);
    model.refresh(store);
    const choice = model.select("all", limit, inkOf(model, layoutGraph(topology, 565, 395), 0.3).ofPart);
    assert.ok(choice.drawn > 0.9 * limit && choice.drawn < 1.1 * limit, `${choice.drawn}`);
    const drawn = new Set([...choice.living, ...choice.red]);
    for (const part of model.parts) {
      const own = [...drawn].filter((edge) => model.partOf(edge) === part).length;
      assert.ok(own >= Math.min(part.stride, 50), `${part.parameter.name}: ${own}`);
    }
  }
});

test("select_Births_AreNewUntilTheyAreOldAndAlwaysDrawn", () => {
  const { store, model } = run(mlpTopology([40, 40, 4]));
  for (const [flat, batch] of [[7, 100], [8, 164], [9, 40]]) {
    store.born[flat] = batch + 1;
    store.weights[flat] = 0; // regrown connections begin at zero: the weakest of all
  }
  model.refresh(store);
  const choice = model.select("all", 200, 100, 99);
  assert.deepEqual([...choice.young], [7, 8]);
  assert.ok(![...choice.living].includes(7));
  assert.deepEqual([...model.select("pruned", 200, 100, 99).young], []);
  assert.deepEqual([...model.select("all", Infinity).young], []);
});

test("inkOf_CloseColumns_BearLess", () => {
  const topology = patchTstTopology();
  const { model } = run(topology);
  const narrow = inkOf(model, layoutGraph(topology, 565, 395), 0.3);
  const wide = inkOf(model, layoutGraph(topology, 2000, 395), 0.3);
  assert.ok(narrow.ofPart(model.parts[1]) < 0.6 * wide.ofPart(model.parts[1]));
});

test("GraphModel_ScaleOfALayerNorm_HasNoEdges", () => {
  const topology = small();
  topology.parameters.push({ index: 99, name: "norm1.weight", rows: 16, columns: 1, offset: topology.prunable, gates: [], from: "", to: "mixed1" });
  topology.prunable += 16;
  const { store, model } = run(topology);
  store.dead[topology.prunable - 3] = 7;
  model.refresh(store);
  assert.equal(model.total, run(small()).model.total);
  assert.deepEqual(model.scales.map((p) => p.to), ["mixed1"]);
  assert.equal(model.edgeOf(topology.prunable - 3), -1);
});
