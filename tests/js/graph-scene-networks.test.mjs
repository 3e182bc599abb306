import test from "node:test";
import assert from "node:assert/strict";
import * as e from "./encode.mjs";
import { mlpTopology, patchTstTopology } from "./networks.mjs";
import { INK, RED, frames, stage, topology } from "./stage.mjs";

const greenStrokes = (canvas) => Object.entries(canvas.strokes).filter(([key]) => key.startsWith("rgb")).reduce((sum, [, count]) => sum + count, 0);

test("receive_Births_AreDrawnGreenAndAgeIntoDark", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([0, 36, 72, 108, 1, 37, 73, 109], 5)); // all gates of two input edges
  wait(2000);
  scene.receive(e.encodeFrame(2, 1, [e.status({ batch: 9 }), e.maskEvents(8, 10, [[0, 9, true], [1, 9, true]])]));
  wait(2000);
  assert.equal(painted().young, 2);
  assert.equal(painted().births, 2);
  assert.equal(greenStrokes(canvases.living), 2);
  const { picture } = scene;
  scene.point(picture.ends(0, (x1, y1, x2, y2) => ({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 })));
  scene.receive(e.encodeFrame(3, 1, [e.status({ batch: 9 + 70 }), e.weights(0, 0, 1, [9000, 9000])]));
  wait(4000);
  assert.equal(painted().young, 0);
  assert.equal(greenStrokes(canvases.living), 0);
});

test("point_RegrownEdge_TellsWhenItWasBorn", () => {
  const { scene, wait, messages } = stage(topology);
  scene.receive(frames()([0], 5));
  scene.receive(e.encodeFrame(2, 1, [e.status({ batch: 70 }), e.maskEvents(1, 2, [[0, 70, true]])]));
  wait(2000);
  scene.point(scene.picture.ends(0, (x1, y1, x2, y2) => ({ x: (3 * x1 + x2) / 4, y: (3 * y1 + y2) / 4 })));
  const { edge } = messages.filter((m) => m.type === "probe").at(-1);
  assert.deepEqual([edge.weights[0].born, edge.weights[0].died, edge.weights[1].born], ["epoch 2, batch 70", null, null]);
});

test("paint_Perceptron_DrawsEveryEdgeAndCountsEveryPrunedWeight", () => {
  const network = mlpTopology([9, 12, 8, 3]);
  const { scene, canvases, wait, painted } = stage(network);
  scene.receive(frames(network)([0, 5, 110, 200, network.prunable - 1], 5));
  wait(2000);
  assert.deepEqual([painted().edges, painted().drawn, painted().red, painted().redWeights], [network.prunable, network.prunable, 5, 5]);
  assert.equal(canvases.pruned.strokes[RED], 5);
  assert.equal(canvases.living.strokes[INK], network.prunable - 5);
});

test("head_OfAttention_IsPinnedToldAndLetGo", () => {
  const network = patchTstTopology({ width: 16, blocks: 2, heads: 4, feedForward: 24, patchLength: 2, features: 3 });
  const { scene, canvases, wait, messages } = stage(network);
  scene.receive(frames(network)([], 1));
  wait(2000);
  const told = () => messages.filter((m) => m.type === "probe").at(-1);
  scene.head("attention2", 1);
  assert.equal(told().unit.name, "attention 2, head 2");
  assert.deepEqual(told().unit.in, { alive: 3 * 4 * 16, pruned: 0 });
  assert.equal(told().head, "attention2:1");
  assert.ok(canvases.top.strokes[INK] >= 2 * 4 * 16);
  const block = scene.layout.find("attention1");
  const { top, bottom } = block.sections[3];
  scene.point({ x: block.left - 4, y: (top + bottom) / 2 });
  assert.equal(told().unit.name, "attention 2, head 2"); // a pinned one stays
  scene.head("", -1);
  scene.point({ x: block.left - 4, y: (top + bottom) / 2 + 0.5 });
  assert.equal(told().unit?.name, "attention 1, head 4");
  scene.pin("pointer");
  assert.deepEqual([told().pinned, told().head], [true, "attention1:3"]);
  scene.walk("down");
  assert.match(told().unit.name, /^attention 1, unit \d+, head 4$/);
});

test("configure_OtherNetwork_StartsAfresh", () => {
  const { scene, wait, painted } = stage(topology);
  scene.receive(frames()([0], 5));
  wait(2000);
  scene.set("gate", 3);
  const network = { ...mlpTopology([9, 12, 3]), generation: 1 };
  scene.configure(network);
  scene.receive(frames(network)([], 1));
  wait(2000);
  assert.deepEqual([painted().edges, painted().redWeights], [network.prunable, 0]);
});
