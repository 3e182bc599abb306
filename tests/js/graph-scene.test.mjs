import test from "node:test";
import assert from "node:assert/strict";
import * as e from "./encode.mjs";
import { HIDDEN, INK, RED, frames, stage, topology } from "./stage.mjs";

const upTo = (n, from = 0) => Array.from({ length: n }, (_, k) => from + k);

test("paint_NothingPruned_DrawsEveryEdgeDark", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  scene.receive(frames()([], 1));
  wait(2000);
  assert.equal(canvases.living.strokes[INK], 12 * 3 + 144 + 12);
  assert.equal(canvases.pruned.strokes[RED] ?? 0, 0);
  assert.equal(painted().drawn, painted().edges);
  assert.equal(painted().redWeights, 0);
});

test("receive_FewDeaths_AreDrawnRedAtOnceAndCountedToTheWeight", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([], 1));
  wait(2000);
  const before = canvases.living.strokes[INK];
  scene.receive(frame([0, 1, 36, 144], 70)); // gates i, i, f of input edges and one recurrent weight
  assert.equal(painted().sequence, 2);
  assert.equal(painted().pruned, 4);
  assert.equal(painted().redWeights, 4);
  assert.equal(painted().red, canvases.pruned.strokes[RED]);
  assert.equal(canvases.living.strokes[INK], before);
  wait(3000);
  assert.equal(painted().redWeights, 4);
  assert.equal(painted().red, canvases.pruned.strokes[RED]);
});

test("receive_ManyDeaths_ArePaintedByOneRepaint", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([], 1));
  wait(2000);
  scene.receive(frame(upTo(500), 65));
  scene.receive(frame(upTo(100, 500), 66));
  wait(3000);
  assert.equal(painted().pruned, 600);
  assert.equal(painted().redWeights, 600);
  assert.equal(painted().sequence, 3);
  assert.equal(canvases.pruned.strokes[RED], painted().red);
});

test("receive_WhollyPrunedEdge_IsOnlyRed", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([0, 36, 72, 108], 5)); // all gates of the first input edge
  wait(2000);
  assert.equal(painted().red, 1);
  assert.equal(painted().redWeights, 4);
  assert.equal(canvases.living.strokes[INK], painted().edges - 1);
});

test("set_OneGate_EveryEdgeIsOneWeight", () => {
  const { scene, wait, painted } = stage(topology);
  scene.receive(frames()([0, 36, 72, 144], 5));
  scene.set("gate", 1);
  wait(2000);
  assert.equal(painted().red, 1);
  assert.equal(painted().redWeights, 1);
  assert.equal(painted().pruned, 4);
});

test("set_Filter_DrawsOnlyThatKind", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  scene.receive(frames()([0, 144], 5));
  scene.set("filter", "alive");
  wait(2000);
  assert.equal(painted().red, 0);
  assert.equal(canvases.pruned.strokes[RED] ?? 0, 0);
  scene.set("filter", "pruned");
  wait(2000);
  assert.equal(painted().drawn, 2);
  assert.equal(canvases.living.strokes[INK] ?? 0, 0);
  assert.equal(canvases.pruned.strokes[RED], 2);
});

test("receive_NothingNew_PaintsNothing", () => {
  const { scene, wait, painted } = stage(topology);
  scene.receive(frames()([], 1));
  wait(3000);
  const { paints } = painted().cost;
  scene.receive(e.encodeFrame(2, 1, [e.status()]));
  wait(5000);
  assert.equal(painted().cost.paints, paints);
  assert.equal(painted().sequence, 2);
});

test("receive_ManyFramesASecond_RepaintsAtMostEvery700Milliseconds", () => {
  const { scene, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([], 1));
  wait(2000);
  const { paints } = painted().cost;
  for (let k = 0; k < 70; k++) {
    scene.receive(frame([], 2 + k));
    wait(100);
  }
  const more = painted().cost.paints - paints;
  assert.ok(more >= 5 && more <= 11, `${more}`);
});

test("receive_Birth_TakesTheRedAway", () => {
  const { scene, canvases, wait, painted } = stage(topology);
  const frame = frames();
  scene.receive(frame([0, 144], 5));
  wait(2000);
  scene.receive(e.encodeFrame(2, 1, [e.status(), e.maskEvents(2, 3, [[0, 9, true]])]));
  wait(2000);
  assert.equal(painted().redWeights, 1);
  assert.equal(painted().pruned, 1);
  assert.equal(canvases.pruned.strokes[RED], 1);
});

test("point_UnitThenEdge_TellsWhatIsThere", () => {
  const { scene, wait, messages } = stage(topology);
  scene.receive(frames()([0, 36, 144], 70));
  wait(2000);
  const told = () => messages.filter((m) => m.type === "probe").at(-1);
  const { picture } = scene;
  scene.point({ x: picture.xs.hidden[3], y: picture.ys.hidden[3] });
  assert.equal(told().unit.name, "hidden 3");
  assert.equal(told().unit.phase, "t");
  assert.equal(told().unit.in.alive + told().unit.in.pruned, 4 * (3 + HIDDEN));
  const at = picture.ends(0, (x1, y1, x2, y2) => ({ x: (x1 * 3 + x2) / 4, y: (y1 * 3 + y2) / 4 }));
  scene.point(at);
  assert.equal(told().unit, null);
  assert.equal(told().edge.from.name, "feature 0");
  assert.equal(told().edge.parameter, "lstm.weight_ih_l0");
  assert.deepEqual(told().edge.weights.map((w) => w.died), ["epoch 2, batch 70", "epoch 2, batch 70", null, null]);
  scene.point(null);
  assert.equal(told().edge, null);
});

test("walk_ArrowsAndEnter_MoveAndPin", () => {
  const { scene, wait, messages } = stage(topology);
  scene.receive(frames()([], 1));
  wait(2000);
  const told = () => messages.filter((m) => m.type === "probe").at(-1);
  scene.walk("down");
  assert.equal(told().unit.name, "feature 0");
  scene.walk("down");
  assert.equal(told().unit.name, "feature 1");
  scene.walk("right");
  assert.equal(told().unit.group, "hidden");
  scene.pin("walk");
  assert.equal(told().pinned, true);
  assert.deepEqual(messages.filter((m) => m.type === "pinned").at(-1).group, "hidden");
  scene.pin(null);
  assert.equal(told().pinned, false);
});

test("configure_NewRun_IsPaintedWithItsFirstWeightsAtOnceAndNotBefore", () => {
  const { scene, wait, painted, canvases } = stage(topology);
  wait(1000);
  assert.equal(painted(), undefined);
  scene.receive(frames()([], 1));
  wait(20);
  assert.equal(painted().generation, topology.generation);

  scene.configure({ ...topology, generation: topology.generation + 1 });
  wait(1000);
  assert.equal(painted().generation, topology.generation);
  assert.ok(Object.values(canvases.living.strokes).length > 0);
});
