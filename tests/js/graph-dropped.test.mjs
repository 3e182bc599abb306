import test from "node:test";
import assert from "node:assert/strict";
import { droppedIn } from "../../src/PruningLab.Components/wwwroot/js/graph-dropped.js";

function scene(bytes, ...groups) {
  return { model: { topology: { groups: groups.map(([id, count]) => ({ id, count })) } }, store: { droppedUnits: bytes && Uint8Array.from(bytes) } };
}

const block = (group, phase = "") => ({ group, phase });

test("droppedIn_Recurrent_IsTheHiddenUnitsNow", () => {
  const lstm = scene([1, 0, 1], ["input", 4], ["hidden", 3], ["output", 1]);
  assert.deepEqual([...droppedIn(lstm, block("hidden", "t"))], [1, 0, 1]);
  assert.equal(droppedIn(lstm, block("hidden", "t − 1")), null);
  assert.equal(droppedIn(lstm, block("input")), null);
});

test("droppedIn_Perceptron_IsHiddenGroupAfterHiddenGroup", () => {
  const mlp = scene([1, 0, 0, 1, 1], ["input", 5], ["hidden1", 3], ["hidden2", 2], ["output", 5]);
  assert.deepEqual([...droppedIn(mlp, block("hidden1"))], [1, 0, 0]);
  assert.deepEqual([...droppedIn(mlp, block("hidden2"))], [1, 1]);
  assert.equal(droppedIn(mlp, block("output")), null);
});

test("droppedIn_PatchTst_IsTheFeedForwardGroups", () => {
  const groups = [["input", 6], ["embed", 2], ["attention1", 2], ["mixed1", 2], ["feedforward1", 3], ["block1", 2], ["feedforward2", 3], ["output", 1]];
  const patchTst = scene([0, 1, 0, 1, 0, 0], ...groups);
  assert.deepEqual([...droppedIn(patchTst, block("feedforward1"))], [0, 1, 0]);
  assert.deepEqual([...droppedIn(patchTst, block("feedforward2"))], [1, 0, 0]);
  assert.equal(droppedIn(patchTst, block("mixed1")), null);
});

test("droppedIn_NothingDropped_IsNull", () => {
  assert.equal(droppedIn(scene([], ["hidden", 3]), block("hidden", "t")), null);
  assert.equal(droppedIn(scene(null, ["hidden", 3]), block("hidden", "t")), null);
});
