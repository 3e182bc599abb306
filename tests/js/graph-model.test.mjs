import test from "node:test";
import assert from "node:assert/strict";
import { GraphModel } from "../../src/PruningLab.Components/wwwroot/js/graph-model.js";
import { LEVELS } from "../../src/PruningLab.Components/wwwroot/js/graph-select.js";
import { RunStore } from "../../src/PruningLab.Components/wwwroot/js/store.js";
import { smallTopology } from "./encode.mjs";
import { lstmTopology, randomRun } from "./networks.mjs";

function smallModel() {
  const store = new RunStore();
  store.configure(smallTopology());
  const model = new GraphModel(store.topology);
  return { store, model };
}

test("total_GatesTogether_CountsPairsOfUnits", () => {
  assert.equal(smallModel().model.total, 6);
  assert.equal(new GraphModel(lstmTopology(64, 6)).total, 64 * 6 + 64 * 64 + 64);
});

test("describe_EdgeOfAllGates_NamesItsFourWeights", () => {
  const { model } = smallModel();
  const edge = model.describe(1);
  assert.deepEqual(edge.flat, [4, 5, 6, 7]);
  assert.equal(edge.part.from, "hidden-1");
  assert.deepEqual(model.describe(4).flat, [10]);
});

test("edgeOf_EveryWeight_IsTheEdgeThatDescribesIt", () => {
  const topology = lstmTopology(5, 3);
  const model = new GraphModel(topology);
  for (const gate of [-1, 0, 3]) {
    model.gate = gate;
    const seen = new Set();
    for (let edge = 0; edge < model.total; edge++) {
      for (const flat of model.describe(edge).flat) {
        assert.equal(model.edgeOf(flat), edge);
        seen.add(flat);
      }
    }
    for (let flat = 0; flat < topology.prunable; flat++) if (!seen.has(flat)) assert.equal(model.edgeOf(flat), -1);
    assert.equal(seen.size, gate < 0 ? topology.prunable : model.total);
  }
});

test("refresh_PartlyPrunedEdge_HasStrongestLivingAndDeadCount", () => {
  const { store, model } = smallModel();
  store.weights.set([0.1, -0.9, 0.5, 0.2]);
  store.dead[1] = 291;
  store.dead[3] = 100;
  model.refresh(store);
  assert.equal(model.dead[0], 2);
  assert.equal(model.last[0], 291);
  assert.equal(model.strength[0], 0.5);
  model.gate = 1;
  model.refresh(store);
  assert.equal(model.dead[0], 1);
  assert.equal(model.strength[0], 0);
  assert.equal(model.weightsPerEdge(model.parts[0]), 1);
});

test("select_All_DrawsEveryEdgeAndEveryMaskedWeight", () => {
  const { store, model } = randomRun(16, 4, 0.4);
  model.refresh(store);
  const choice = model.select("all", Infinity);
  assert.equal(choice.drawn, model.total);
  assert.equal(choice.red.reduce((sum, edge) => sum + model.dead[edge], 0), store.pruned);
  assert.ok(choice.living.every((edge) => model.dead[edge] < model.weightsPerEdge(model.partOf(edge))));
  assert.equal(new Set([...choice.living, ...choice.red]).size, model.total);
});

test("select_Limit_KeepsSmallMatricesWholeAndTheStrongestOfLargeOnes", () => {
  const { store, model } = randomRun(32, 4, 0);
  model.refresh(store);
  const choice = model.select("all", 500);
  const drawn = new Set(choice.living);
  assert.ok(Math.abs(choice.drawn - 500) <= 3, `${choice.drawn}`);
  const [ih, hh, fc] = model.parts;
  for (const part of [ih, fc]) {
    for (let edge = part.base; edge < part.base + part.stride; edge++) assert.ok(drawn.has(edge));
  }
  const strengths = (wanted) => Array.from({ length: hh.stride }, (_, k) => hh.base + k)
    .filter((edge) => drawn.has(edge) === wanted).map((edge) => Math.abs(model.strength[edge]));
  assert.ok(Math.min(...strengths(true)) >= Math.max(...strengths(false)) - 1e-3);
});

test("select_Pruned_PrefersTheLatestDeaths", () => {
  const { store, model } = randomRun(32, 4, 0);
  const { base, stride, parameter } = model.parts[1];
  for (let cell = 0; cell < stride; cell++) store.dead[parameter.offset + cell] = cell < 50 ? 900 : 10;
  model.refresh(store);
  const choice = model.select("pruned", 300);
  assert.equal(choice.living.length, 0);
  const drawn = new Set(choice.red);
  for (let cell = 0; cell < 50; cell++) assert.ok(drawn.has(base + cell));
  assert.ok(drawn.size < 400);
});

test("select_Filters_LeaveOutTheOtherKind", () => {
  const { store, model } = randomRun(16, 4, 0.5);
  model.refresh(store);
  const alive = model.select("alive", Infinity);
  assert.equal(alive.red.length, 0);
  assert.equal(alive.drawn, alive.living.length);
  const pruned = model.select("pruned", Infinity);
  assert.equal(pruned.living.length, 0);
  assert.equal(pruned.drawn, pruned.red.length);
});

test("select_Living_IsSortedFromWeakToStrongWithinAMatrix", () => {
  const { store, model } = randomRun(24, 3, 0.2);
  model.refresh(store);
  const { living } = model.select("all", Infinity);
  const levels = [...living].map((edge) => model.level[edge]);
  assert.ok(levels.every((level, k) => level < LEVELS && (k === 0 || levels[k - 1] <= level)));
  const hh = [...living].filter((edge) => model.partOf(edge) === model.parts[1]);
  const strongest = hh.reduce((a, b) => (Math.abs(model.strength[b]) > Math.abs(model.strength[a]) ? b : a));
  assert.equal(model.level[strongest], Math.max(...hh.map((edge) => model.level[edge])));
});

test("degree_HiddenUnit_CountsWeightsInAndOut", () => {
  const { store, model } = randomRun(8, 3, 0.3);
  model.refresh(store);
  const now = model.degree("hidden", 2);
  assert.equal(now.in.alive + now.in.pruned, 4 * (3 + 8));
  assert.equal(now.out.alive + now.out.pruned, 1);
  const former = model.degree("hidden-1", 2);
  assert.equal(former.in.alive + former.in.pruned, 0);
  assert.equal(former.out.alive + former.out.pruned, 4 * 8);
});

test("orderByOutput_Slots_FollowTheOutputWeight", () => {
  const { store, model } = randomRun(6, 2, 0);
  const { offset } = model.parts[2].parameter;
  store.weights.set([0.1, -0.5, 0.3, 0, 0.9, -0.1], offset);
  assert.deepEqual([...model.orderByOutput(store, "hidden")], [2, 5, 1, 3, 0, 4]);
  assert.equal(model.orderByOutput(store, "output"), null);
});
