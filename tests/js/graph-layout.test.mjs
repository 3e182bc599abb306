import test from "node:test";
import assert from "node:assert/strict";
import { layoutGraph, slotX, slotY, unitAt } from "../../src/PruningLab.Components/wwwroot/js/graph-layout.js";
import { ellipsis } from "../../src/PruningLab.Components/wwwroot/js/text-fit.js";
import { lstmTopology } from "./networks.mjs";

const measure = (text) => 7 * text.length;

test("layoutGraph_Recurrent_PutsFormerStateUnderTheInputs", () => {
  const { blocks } = layoutGraph(lstmTopology(64, 6), 690, 400, measure);
  const [input, former, now, output] = ["input", "hidden-1", "hidden", "output"].map((id) => blocks.find((b) => b.id === id));
  assert.equal(former.title, "64 LSTM units (t − 1)");
  assert.equal(now.title, "64 LSTM units (t)");
  assert.equal(input.column, former.column);
  assert.ok(input.x < now.x && now.x < output.x);
  assert.ok(slotY(input, 5) < slotY(former, 0));
});

for (const [hidden, inputs, width, height] of [[64, 6, 690, 400], [64, 6, 1150, 690], [1, 1, 690, 400], [1024, 6, 690, 400], [4, 40, 690, 400], [64, 1, 420, 300]]) {
  test(`layoutGraph_${hidden}HiddenAnd${inputs}InputsIn${width}x${height}_StaysInsideWithoutOverlap`, () => {
    const { blocks } = layoutGraph(lstmTopology(hidden, inputs), width, height, measure);
    for (const block of blocks) {
      for (const slot of [0, block.count - 1]) {
        const y = slotY(block, slot);
        assert.ok(y - block.radius >= 0 && y + block.radius <= height - 18, `${block.id} ${slot} at ${y}`);
        assert.ok(block.x > 0 && block.x < width);
      }
      assert.ok(block.count === 1 || block.spacing >= 2 * block.radius || block.radius === 0.8, `${block.id} overlaps itself`);
      assert.ok(Number.isFinite(block.spacing) && block.radius > 0);
    }
    const [input, former] = [blocks.find((b) => b.id === "input"), blocks.find((b) => b.id === "hidden-1")];
    assert.ok(slotY(input, inputs - 1) + input.radius < slotY(former, 0) - former.radius);
  });
}

test("layoutGraph_NoRecurrence_HasOneBlockPerGroup", () => {
  const topology = lstmTopology(4, 2);
  topology.parameters = topology.parameters.filter((p) => p.from !== p.to);
  const { blocks } = layoutGraph(topology, 690, 400, measure);
  assert.deepEqual(blocks.map((b) => b.id), ["input", "hidden", "output"]);
  assert.equal(blocks[1].title, "4 LSTM units");
});

test("unitAt_CentreOfEachUnit_FindsIt", () => {
  const layout = layoutGraph(lstmTopology(64, 6), 690, 400, measure);
  for (const block of layout.blocks) {
    for (let slot = 0; slot < block.count; slot++) {
      const hit = unitAt(layout, slotX(block, slot), slotY(block, slot), 4);
      assert.deepEqual([hit.block.id, hit.slot], [block.id, slot]);
    }
  }
  assert.equal(unitAt(layout, 300, 200, 4), null);
});

test("ellipsis_LongName_IsCutToTheRoom", () => {
  assert.equal(ellipsis("close", 40, measure), "close");
  const cut = ellipsis("a very long feature name", 70, measure);
  assert.ok(cut.endsWith("…") && measure(cut) <= 70 && cut.length > 6);
});
