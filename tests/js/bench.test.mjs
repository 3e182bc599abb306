import test from "node:test";
import assert from "node:assert/strict";
import { benchFor, configure, dispose, receive, setPlan, setPlanPreview } from "../../src/PruningLab.Components/wwwroot/js/bench.js";
import * as e from "./encode.mjs";

/** A page without a screen: animation frames are run by hand. */
function fakePage({ hidden = false } = {}) {
  const queue = [];
  globalThis.document = { hidden };
  globalThis.requestAnimationFrame = (callback) => queue.push(callback);
  return { draw: () => queue.splice(0).forEach((callback) => callback(0)), waiting: () => queue.length };
}

const tick = () => new Promise((resolve) => { setImmediate(resolve); });
const bytes = (sequence, ...more) => e.encodeFrame(sequence, 1, [e.status({ batch: sequence }), ...more]);

test("receive_PictureSubscribed_ResolvesAfterItHasDrawn", async () => {
  const page = fakePage();
  const order = [];
  configure("draws", JSON.stringify(e.smallTopology()));
  benchFor("draws").subscribe({ frame: () => requestAnimationFrame(() => order.push("drawn")) });
  const done = receive("draws", bytes(1)).then(() => order.push("resolved"));
  await tick();
  assert.deepEqual(order, []);
  page.draw();
  await done;
  assert.deepEqual(order, ["drawn", "resolved"]);
  dispose("draws");
});

test("receive_PictureAnswersLater_IsAwaited", async () => {
  const page = fakePage();
  let answer;
  configure("waits", e.smallTopology());
  benchFor("waits").subscribe({ frame: () => new Promise((resolve) => { answer = resolve; }) });
  let resolved = false;
  const done = receive("waits", bytes(1)).then(() => { resolved = true; });
  await tick();
  page.draw();
  await tick();
  assert.equal(resolved, false);
  answer();
  await done;
  dispose("waits");
});

test("receive_PageHidden_ResolvesByTimerAfterASecond", async (t) => {
  const page = fakePage({ hidden: true });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  configure("hidden", e.smallTopology());
  let resolved = false;
  const done = receive("hidden", bytes(1)).then(() => { resolved = true; });
  await tick();
  assert.equal(page.waiting(), 0);
  t.mock.timers.tick(999);
  await tick();
  assert.equal(resolved, false);
  t.mock.timers.tick(1);
  await done;
  dispose("hidden");
});

test("receive_BadFrame_Rejects", async () => {
  fakePage();
  configure("bad", e.smallTopology());
  await assert.rejects(receive("bad", new Uint8Array(20)), /not a frame/);
  await assert.rejects(receive("bad", bytes(1, e.batchLoss(5, 6, [1]))), /batch losses/);
  dispose("bad");
});

test("receive_FrameOfAnOlderRun_IsLeftAside", async () => {
  fakePage();
  configure("older", e.smallTopology(2));
  await receive("older", bytes(1));
  assert.equal(benchFor("older").store.status, null);
  dispose("older");
});

test("subscribe_Late_GetsWhatIsThere", async () => {
  const page = fakePage();
  configure("late", e.smallTopology());
  setPlan("late", JSON.stringify({ xMin: 1 }));
  setPlanPreview("late", JSON.stringify({ xMin: 2 }));
  const done = receive("late", bytes(1, e.batchLoss(0, 1, [0.5])));
  page.draw();
  await done;
  const calls = [];
  const unsubscribe = benchFor("late").subscribe({
    configure: (store) => calls.push(["configure", store.topology.generation]),
    plan: (plan, preview) => calls.push(["plan", plan.xMin, preview.xMin]),
    frame: (store, frame) => calls.push(["frame", store.batchLoss[0], frame.batchLoss.values.length]),
  });
  assert.deepEqual(calls, [["configure", 1], ["plan", 1, 2], ["frame", 0.5, 1]]);
  unsubscribe();
  setPlanPreview("late", null);
  assert.equal(calls.length, 3);
  assert.equal(benchFor("late").planPreview, null);
  dispose("late");
});

test("receive_PictureThrows_OthersGoOnAndItsElementIsMarked", async (t) => {
  const page = fakePage();
  const errors = t.mock.method(console, "error", () => {});
  configure("faulty", e.smallTopology());
  const element = { dataset: {} };
  let frames = 0;
  benchFor("faulty").subscribe({ element, frame: () => { throw new Error("no canvas"); } });
  benchFor("faulty").subscribe({ frame: () => { frames++; } });
  for (const n of [1, 2]) {
    const done = receive("faulty", bytes(n));
    page.draw();
    await done;
  }
  assert.equal(frames, 2);
  assert.equal(element.dataset.fault, "no canvas");
  assert.equal(errors.mock.callCount(), 1);
  dispose("faulty");
});

test("benchFor_SameKey_IsTheSameUntilDisposed", () => {
  const first = benchFor("key");
  assert.equal(benchFor("key"), first);
  assert.notEqual(benchFor("other"), first);
  dispose("key");
  assert.notEqual(benchFor("key"), first);
  dispose("key");
  dispose("other");
});
