import test from "node:test";
import assert from "node:assert/strict";
import { MAP_GAP, MATRIX_GAP, SCROLL_BAR, mapRange, placeMaps } from "../../src/PruningLab.Components/wwwroot/js/heatmap-places.js";
import { fillMap, palette } from "../../src/PruningLab.Components/wwwroot/js/heatmap-cells.js";
import { tableHeight } from "../../src/PruningLab.Components/wwwroot/js/matrices.js";
import { ellipsis, middleEllipsis } from "../../src/PruningLab.Components/wwwroot/js/text-fit.js";
import { cssColors } from "../../src/PruningLab.Components/wwwroot/js/theme.js";
import { lstmTopology, mlpTopology, patchTstTopology } from "./networks.mjs";

const measure = (text) => 6.6 * text.length;

const matricesOf = ({ parameters }) => parameters.map(({ name, rows, columns, gates }) => ({
  maps: gates.length || 1, rows: rows / (gates.length || 1), columns, name: measure(name), label: measure(name) + 160,
}));

const rnn = () => {
  const topology = lstmTopology(64, 6);
  for (const p of topology.parameters.slice(0, 2)) Object.assign(p, { rows: p.rows / 4, gates: [] });
  return topology;
};

for (const [name, topology, scrolls] of [["LSTM", lstmTopology(64, 6), false], ["RNN", rnn(), false], ["MLP", mlpTopology(), false], ["PatchTST", patchTstTopology(), true]]) {
  for (const [width, height] of [[745, 87], [1390, 160]]) {
    test(`placeMaps_${name}In${width}x${height}_StandSideBySideAndFit`, () => {
      const matrices = matricesOf(topology);
      const placed = placeMaps(matrices, width, height, 1);
      assert.equal(placed.scrolls, scrolls);
      placed.matrices.forEach(({ x, width: wide, size }, k) => {
        if (k > 0) assert.ok(Math.abs(x - placed.matrices[k - 1].x - placed.matrices[k - 1].width - MATRIX_GAP) < 1e-6);
        assert.ok(wide >= matrices[k].maps * size.width + (matrices[k].maps - 1) * MAP_GAP - 1e-6);
        assert.ok(size.height <= height - (scrolls ? SCROLL_BAR : 0) && size.height >= 20);
        assert.ok(size.width >= Math.min(40, 24 * matrices[k].columns), `${topology.parameters[k].name} is ${size.width} wide`);
        assert.ok(size.cellRows <= matrices[k].rows && size.cellColumns <= matrices[k].columns);
      });
      const end = placed.matrices.at(-1).x + placed.matrices.at(-1).width;
      if (!scrolls) assert.ok(end <= width && end > 0.72 * width, `${end} of ${width}`);
      assert.deepEqual(placeMaps(matrices, width, height, 1), placed);
    });
  }
}

test("mapRange_Head_IsItsRowsOfEachGateOrItsColumns", () => {
  const { parameters, groups } = patchTstTopology();
  const of = (name) => parameters.find((p) => p.name === `blocks.1.${name}`);
  assert.deepEqual(mapRange(of("self_attn.in_proj_weight"), groups, 2, 3), { row: 256 + 48, rows: 16, column: 0, columns: 128 });
  assert.deepEqual(mapRange(of("self_attn.out_proj.weight"), groups, 0, 3), { row: 0, rows: 128, column: 48, columns: 16 });
  assert.deepEqual(mapRange(of("linear1.weight"), groups, 0, 3), { row: 0, rows: 256, column: 0, columns: 128 });
  assert.deepEqual(mapRange(of("self_attn.in_proj_weight"), groups, 1, -1), { row: 128, rows: 128, column: 0, columns: 128 });
});

test("fillMap_Columns_ReadsWithTheMatrixStride", () => {
  const store = { weights: Float32Array.of(0, 1, 0, -1, 0, 0, 0, 0), dead: Uint32Array.of(0, 0, 0, 0, 0, 0, 5, 0) };
  const pixels = new Uint32Array(4);
  const colors = palette(cssColors());
  const counts = fillMap(pixels, 2, 2, store, { offset: 1, rows: 2, columns: 2, stride: 4, cellRows: 2, cellColumns: 2 }, { mode: "weight", limit: 1, batches: 9 }, colors);
  assert.deepEqual(counts, { red: 1, pruned: 1 });
  assert.deepEqual([...pixels], [colors.weight[255], colors.weight[128], colors.weight[128], colors.tint]);
});

test("middleEllipsis_LongName_KeepsNumberOfLayerAndWeight", () => {
  const name = "encoder.layers.0.self_attn.out_proj.weight";
  assert.equal(middleEllipsis("fc.weight", 100, measure), "fc.weight");
  assert.equal(middleEllipsis(name, 190, measure), "…0.self_attn.out_proj.weight");
  assert.equal(middleEllipsis(name, 140, measure), "…0…out_proj.weight");
  assert.equal(middleEllipsis("0.self_attn.out_proj.weight", 140, measure), "0…out_proj.weight");
  assert.equal(middleEllipsis("encoder.layers.0.self_attn.in_proj_weight", 140, measure), "…0…in_proj_weight");
  assert.equal(middleEllipsis("encoder.layers.2.linear1.weight", 140, measure), "…2.linear1.weight");
  const tight = middleEllipsis("patch_embedding.weight", 80, measure);
  assert.ok(measure(tight) <= 80 && tight.startsWith("pat") && tight.endsWith("ght"), tight);
});

test("ellipsis_ShortText_StaysWhole", () => {
  assert.equal(ellipsis("close", 40, measure), "close");
});

test("tableHeight_MoreRowsThanFit_ShowsWholeRows", () => {
  assert.equal(tableHeight(200, 40, 19, 3), 200);
  assert.equal(tableHeight(110, 40, 19, 14), 40 + 3 * 19);
  assert.equal(tableHeight(45, 40, 19, 14), 45);
});
