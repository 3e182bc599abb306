import test from "node:test";
import assert from "node:assert/strict";
import { layoutGraph, sectionAt, slotX, slotY, unitAt } from "../../src/PruningLab.Components/wwwroot/js/graph-layout.js";
import { GraphModel } from "../../src/PruningLab.Components/wwwroot/js/graph-model.js";
import { GraphView } from "../../src/PruningLab.Components/wwwroot/js/graph-painter.js";
import { isImage, shapeOf } from "../../src/PruningLab.Components/wwwroot/js/graph-shape.js";
import { placeTitles } from "../../src/PruningLab.Components/wwwroot/js/graph-titles.js";
import { neighbour } from "../../src/PruningLab.Components/wwwroot/js/graph-walk.js";
import { lstmTopology, mlpTopology, patchTstTopology } from "./networks.mjs";

const measure = (text) => 6.6 * text.length;
const networks = {
  "MLP 784-300-100-10": mlpTopology(), "MLP 5-5-5-5-3": mlpTopology([5, 5, 5, 5, 3]), "MLP 180-1000-1000-1": mlpTopology([180, 1000, 1000, 1]),
  PatchTST: patchTstTopology(), "PatchTST of one feature": patchTstTopology({ patchLength: 1, features: 1, patches: 1 }),
  "PatchTST of six blocks": patchTstTopology({ width: 64, blocks: 6, heads: 4, feedForward: 128 }),
  "LSTM of images by row": lstmTopology(128, 28), "LSTM of 1024": lstmTopology(1024, 6),
};
const sizes = [[565, 395], [860, 610], [340, 450]];

for (const [name, topology] of Object.entries(networks)) {
  for (const [width, height] of sizes) {
    const where = `${name.replace(/\W/g, "")}In${width}x${height}`;
    test(`layoutGraph_${where}_EveryUnitIsInsideAndClearOfTheOthers`, () => {
      const layout = layoutGraph(topology, width, height, measure);
      const lowest = height - 8 - 15 * layout.titleRows;
      for (const block of layout.blocks) {
        const [apart, size] = [2 * block.radius - 0.01, block.radius === 0.8 ? 0 : 2 * block.radius];
        for (let slot = 0; slot < block.count; slot++) {
          const [x, y] = [slotX(block, slot), slotY(block, slot)];
          assert.ok(x - block.radius >= 0 && x + block.radius <= width, `${block.id} ${slot} at x ${x}`);
          assert.ok(y - block.radius >= 0 && y + block.radius <= lowest + 8, `${block.id} ${slot} at y ${y}`);
          if (slot === 0 || size === 0) continue;
          const before = Math.hypot(x - slotX(block, slot - 1), y - slotY(block, slot - 1));
          assert.ok(before >= apart, `${block.id}: units ${slot - 1} and ${slot} are ${before} apart, with a radius of ${block.radius}`);
        }
      }
      layout.blocks.forEach((a, k) => layout.blocks.slice(k + 1).forEach((b) => {
        const over = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        assert.ok(!over, `${a.id} overlaps ${b.id}`);
        if (b.column > a.column) assert.ok(b.left > a.right, `${b.id} is not right of ${a.id}`);
      }));
    });

    test(`layoutGraph_${where}_TitlesStayApartAndInside`, () => {
      const { blocks } = layoutGraph(topology, width, height, measure);
      const boxes = blocks.map((b) => ({ b, half: (1.12 * measure(b.title)) / 2 }));
      for (const { b, half } of boxes) {
        assert.ok(b.titleX - half >= -0.5 && b.titleX + half <= width + 0.5 && b.titleY <= height && b.titleY > 8, `${b.title} leaves the picture`);
      }
      boxes.forEach(({ b, half }, k) => boxes.slice(k + 1).forEach(({ b: other, half: otherHalf }) => {
        const over = Math.abs(b.titleY - other.titleY) < 12 && Math.abs(b.titleX - other.titleX) < half + otherHalf - 0.5;
        assert.ok(!over || b.title.length < 6 || width < 400, `“${b.title}” meets “${other.title}”`);
      }));
    });
  }

  test(`ends_${name.replace(/\W/g, "")}_EveryEdgeJoinsItsTwoUnits`, () => {
    const model = new GraphModel(topology);
    const layout = layoutGraph(topology, 565, 395, measure);
    const view = new GraphView(model, layout, {}, { k: 1, x: 0, y: 0 });
    for (let edge = 0; edge < model.total; edge += 1 + (model.total >> 11)) {
      const { part, unit, column } = model.describe(edge);
      const [from, to] = [layout.find(part.from), layout.find(part.to)];
      view.ends(edge, (x1, y1, x2, y2) => {
        assert.deepEqual([x1, y1], [slotX(from, column), slotY(from, column)]);
        assert.deepEqual([x2, y2], [slotX(to, unit), slotY(to, unit)]);
        assert.ok(x1 < x2);
      });
    }
  });

  test(`unitAt_${name.replace(/\W/g, "")}_FindsEveryUnitAtItsCentre`, () => {
    const layout = layoutGraph(topology, 860, 610, measure);
    for (const block of layout.blocks) {
      for (let slot = 0; slot < block.count; slot++) {
        const hit = unitAt(layout, slotX(block, slot), slotY(block, slot), 4);
        assert.deepEqual([hit.block.id, hit.slot], [block.id, slot]);
      }
    }
  });
}

test("shapeOf_Image_IsASquareOfPixels", () => {
  const shape = shapeOf({ count: 784, image: true }, 170, 300);
  assert.equal(shape.lanes, 28);
  assert.equal(shape.width, shape.height);
  assert.ok(shape.width <= 170);
  assert.deepEqual([shape.xs[29], shape.ys[29]], [shape.xs[1], shape.ys[28]]);
});

test("isImage_OnlyInputsOfManySquareUnits", () => {
  assert.ok(isImage(784, true));
  assert.ok(!isImage(784, false));
  assert.ok(!isImage(64, true));
  assert.ok(!isImage(180, true));
});

test("shapeOf_Sections_StandTogetherWithAGapToTheNext", () => {
  const shape = shapeOf({ count: 128, sections: 8 }, 20, 300);
  assert.equal(shape.sections.length, 8);
  for (const [k, { first, end, top, bottom }] of shape.sections.entries()) {
    assert.deepEqual([first, end], [16 * k, 16 * k + 16]);
    for (let slot = first; slot < end; slot++) assert.ok(shape.ys[slot] >= top && shape.ys[slot] <= bottom);
    if (k > 0) assert.ok(top - shape.sections[k - 1].bottom > shape.spacing + 2);
  }
  assert.ok(shape.height <= 300);
});

test("sectionAt_LeftOfAHead_FindsIt", () => {
  const layout = layoutGraph(patchTstTopology(), 860, 610, measure);
  const block = layout.find("attention2");
  const { top, bottom } = block.sections[4];
  assert.deepEqual(sectionAt(layout, block.left - 5, (top + bottom) / 2)?.section, 4);
  assert.equal(sectionAt(layout, block.left - 40, (top + bottom) / 2), null);
});

test("placeTitles_FewWideColumns_NeedOneRow", () => {
  const { rows, places } = placeTitles([{ title: "input", x: 60 }, { title: "hidden", x: 200 }], 300, measure);
  assert.equal(rows, 1);
  assert.deepEqual(places.map(({ x }) => x), [60, 200]);
});

test("neighbour_InAnImage_MovesByPixelAndThenToTheNextColumn", () => {
  const topology = mlpTopology();
  const layout = layoutGraph(topology, 565, 395, measure);
  const view = new GraphView(new GraphModel(topology), layout, {}, { k: 1, x: 0, y: 0 });
  const at = { block: "input", unit: 30 };
  assert.deepEqual(neighbour(view, at, "right"), { block: "input", unit: 31 });
  assert.deepEqual(neighbour(view, at, "left"), { block: "input", unit: 29 });
  assert.deepEqual(neighbour(view, at, "up"), { block: "input", unit: 2 });
  assert.deepEqual(neighbour(view, at, "down"), { block: "input", unit: 58 });
  assert.equal(neighbour(view, { block: "input", unit: 55 }, "right").block, "hidden1");
  assert.equal(neighbour(view, { block: "hidden1", unit: 0 }, "left").block, "input");
});

test("placeTitles_TooLongForThreeRows_TellWhatTellsMost", () => {
  const topology = patchTstTopology();
  Object.assign(topology.groups[0], { title: "18 inputs, one of 10 patches" });
  Object.assign(topology.groups[1], { title: "128 embedding" });
  const { blocks } = layoutGraph(topology, 565, 395, measure);
  assert.deepEqual(blocks.slice(0, 3).map((b) => b.title), ["one of 10 patches", "embedding", "attention 1"]);
  assert.equal(blocks[0].fullTitle, "18 inputs, one of 10 patches");
  assert.equal(layoutGraph(topology, 3000, 395, measure).blocks[0].title, "18 inputs, one of 10 patches");
});

test("layoutGraph_LongNamesOfRows_AreShortenedTogether", () => {
  const topology = patchTstTopology();
  topology.groups[0].names = topology.groups[0].names.map((name) => name.replace(/ (\d)$/, ", row $1 of 3"));
  assert.equal(layoutGraph(topology, 565, 395, measure).blocks[0].texts[7], "high 2");
  assert.equal(layoutGraph(topology, 3000, 395, (text) => 4 * text.length).blocks[0].texts[7], "high, row 2 of 3");
});
