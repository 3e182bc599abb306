import test from "node:test";
import assert from "node:assert/strict";
import { borders, fillMap, legendStops, mapSize, palette, percentile99, steadyLimit } from "../../src/PruningLab.Components/wwwroot/js/heatmap-cells.js";
import { cssColors } from "../../src/PruningLab.Components/wwwroot/js/theme.js";
import { randomRun } from "./networks.mjs";

const colors = palette(cssColors());
const weightScale = { mode: "weight", limit: 1, batches: 1280 };
const store = (weights, dead) => ({ weights: Float32Array.from(weights), dead: Uint32Array.from(dead) });

test("fillMap_FourWeights_GivesEachItsColour", () => {
  const pixels = new Uint32Array(36);
  const map = { offset: 1, rows: 2, columns: 2, cellRows: 2, cellColumns: 2 };
  const counts = fillMap(pixels, 6, 6, store([9, -1, 0, 1, 0], [0, 0, 0, 0, 7]), map, weightScale, colors);
  assert.deepEqual(counts, { red: 1, pruned: 1 });
  const cell = (x, y) => [0, 1, 2].flatMap((dy) => [0, 1, 2].map((dx) => pixels[(y + dy) * 6 + x + dx]));
  assert.deepEqual(cell(0, 0), Array(9).fill(colors.weight[0]));
  assert.deepEqual(cell(3, 0), Array(9).fill(colors.weight[128]));
  assert.deepEqual(cell(0, 3), Array(9).fill(colors.weight[255]));
  const { panel, dot } = colors;
  assert.deepEqual(cell(3, 3), [panel, panel, panel, panel, dot, panel, panel, panel, panel]);
});

test("fillMap_CellsUnderThreePixels_AreTinted", () => {
  const pixels = new Uint32Array(2);
  fillMap(pixels, 2, 1, store([0, 1], [3, 0]), { offset: 0, rows: 1, columns: 2, cellRows: 1, cellColumns: 2 }, weightScale, colors);
  assert.equal(pixels[0], colors.tint);
});

test("fillMap_Age_RunsFromTheEarliestToTheLatestDeath", () => {
  const pixels = new Uint32Array(3);
  fillMap(pixels, 3, 1, store([0, 0, 0.5], [1, 1281, 0]), { offset: 0, rows: 1, columns: 3, cellRows: 1, cellColumns: 3 },
    { ...weightScale, mode: "age" }, colors);
  assert.deepEqual([...pixels], [colors.age[0], colors.age[255], colors.living]);
});

test("fillMap_WholeNetwork_ShowsEveryPrunedWeightAsOneCell", () => {
  const { store: run } = randomRun(16, 4, 0.4);
  let red = 0;
  for (const { offset, rows, columns } of run.topology.parameters) {
    const counts = fillMap(new Uint32Array(2 * rows * 2 * columns), 2 * columns, 2 * rows, run,
      { offset, rows, columns, cellRows: rows, cellColumns: columns }, weightScale, colors);
    assert.equal(counts.red, counts.pruned);
    red += counts.red;
  }
  assert.equal(red, run.pruned);
});

test("fillMap_Sampled_ShowsTheStrongestAndCountsEveryPrunedWeight", () => {
  const pixels = new Uint32Array(4);
  const weights = new Array(16).fill(0.1);
  weights[5] = -1;
  const dead = new Array(16).fill(0);
  for (const k of [0, 2, 3, 6, 7]) dead[k] = 4; // one of the first block; all of the second block
  const counts = fillMap(pixels, 2, 2, store(weights, dead), { offset: 0, rows: 4, columns: 4, cellRows: 2, cellColumns: 2 }, weightScale, colors);
  assert.deepEqual(counts, { red: 1, pruned: 5 });
  assert.equal(pixels[0], colors.weight[0]);
  assert.equal(pixels[1], colors.tint);
});

test("fillMap_UnevenBlocks_LookAtEveryWeightOnce", () => {
  const rows = 7;
  const columns = 11;
  const counts = fillMap(new Uint32Array(12), 4, 3, store(new Array(77).fill(0), new Array(77).fill(5)),
    { offset: 0, rows, columns, cellRows: 3, cellColumns: 4 }, weightScale, colors);
  assert.deepEqual(counts, { red: 12, pruned: 77 });
});

test("percentile99_Uniform_IsNearTheTopAndLeavesOutThePruned", () => {
  const weights = Float32Array.from({ length: 10000 }, (_, k) => (k % 2 ? 1 : -1) * k / 10000);
  const dead = new Uint32Array(10000);
  assert.ok(Math.abs(percentile99(weights, dead, 0, 10000) - 0.99) < 0.003);
  dead.fill(1, 5000);
  assert.ok(Math.abs(percentile99(weights, dead, 0, 10000) - 0.495) < 0.003);
  dead.fill(1);
  assert.equal(percentile99(weights, dead, 0, 10000), 0);
});

test("steadyLimit_SmallChanges_KeepsTheLimit", () => {
  assert.ok(Math.abs(steadyLimit(0.23, 0) - 0.3) < 1e-9);
  assert.equal(steadyLimit(0.29, 0.3), 0.3);
  assert.equal(steadyLimit(0.16, 0.3), 0.3);
  assert.ok(Math.abs(steadyLimit(0.31, 0.3) - 0.4) < 1e-9);
  assert.ok(Math.abs(steadyLimit(0.1, 0.3) - 0.1) < 1e-9);
  assert.equal(steadyLimit(0, 0), 1);
});

for (const [rows, columns, height, ratio] of [[64, 6, 112, 1], [64, 64, 112, 1], [64, 64, 195, 1], [1, 64, 112, 1], [1, 1, 112, 1], [1024, 1024, 112, 2], [8, 20, 112, 1]]) {
  test(`mapSize_${rows}By${columns}In${height}AtRatio${ratio}_IsLegibleAndFits`, () => {
    const size = mapSize(rows, columns, height, ratio, 62);
    assert.ok(size.height <= height && size.height >= Math.min(height, 8), `height ${size.height}`);
    assert.ok(size.width <= 2 * height && size.width >= 18, `width ${size.width}`);
    assert.ok(size.cellRows <= rows && size.cellRows <= Math.round(size.height * ratio));
    assert.ok(size.cellColumns <= columns && size.cellColumns <= Math.round(size.width * ratio));
  });
}

test("borders_Uneven_CoverAllPixels", () => {
  assert.deepEqual([...borders(3, 10)], [0, 3, 7, 10]);
});

test("legendStops_Modes_HaveEnds", () => {
  assert.equal(legendStops("weight", cssColors()).length, 3);
  assert.equal(legendStops("age", cssColors()).length, 4);
});
