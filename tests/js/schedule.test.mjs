import test from "node:test";
import assert from "node:assert/strict";
import * as g from "../../src/PruningLab.Components/wwwroot/js/schedule-geometry.js";
import { UNIT_SPACE } from "../../src/PruningLab.Components/wwwroot/js/format.js";

const area = g.plotArea(340, 180, { xMin: 1, xMax: 21, yMax: 1 });
const sMax = { id: "s_max", symbol: "s_max", label: "greatest sparsity", axis: "y", x: 20, y: 0.7, min: 0, max: 1.5, step: 0.01, value: 0.7 };
const warmUp = { id: "warmup", symbol: "warm-up", label: "warm-up in epochs", axis: "x", x: 2, y: 0, min: 0, max: 19, step: 1, value: 2, valueToX: 0 };

test("epochOfBatch_Batches_FollowsTheContract", () => {
  assert.equal(g.epochOfBatch(0, 64), 1);
  assert.equal(g.epochOfBatch(1, 64), 1);
  assert.equal(g.epochOfBatch(65, 64), 2);
  assert.equal(g.epochOfBatch(1280, 64), 20.984375);
});

test("snapValue_AnyValue_IsOnAStepAndInside", () => {
  assert.equal(g.snapValue(sMax, 0.12345), 0.12);
  assert.equal(g.snapValue(sMax, 0.1 + 0.2), 0.3);
  assert.equal(g.snapValue(sMax, 7), 1.5);
  assert.equal(g.snapValue(sMax, -1), 0);
  assert.equal(g.snapValue(warmUp, 3.6), 4);
});

test("valueAfterKey_Keys_MoveByStepAndTen", () => {
  assert.equal(g.valueAfterKey(sMax, 0.7, "ArrowUp"), 0.71);
  assert.equal(g.valueAfterKey(sMax, 0.7, "ArrowLeft"), 0.69);
  assert.equal(g.valueAfterKey(sMax, 0.7, "PageUp"), 0.8);
  assert.equal(g.valueAfterKey(sMax, 0.05, "PageDown"), 0);
  assert.equal(g.valueAfterKey(sMax, 0.7, "Home"), 0);
  assert.equal(g.valueAfterKey(sMax, 0.7, "End"), 1.5);
  assert.equal(g.valueAfterKey(sMax, 0.7, "Tab"), null);
});

test("valueAtPointer_PlaceOfAHandle_GivesItsValue", () => {
  for (const value of [0, 0.35, 0.7, 1]) {
    const place = g.handlePlace(sMax, value, area, 1);
    assert.equal(g.valueAtPointer(sMax, place.x, place.y, area, 1), value);
  }
  for (const value of [0, 1, 2, 10, 19]) {
    const place = g.handlePlace(warmUp, value, area, 1);
    assert.equal(g.valueAtPointer(warmUp, place.x, place.y, area, 1), value, `warm-up ${value}`);
  }
});

test("valueAtPointer_OutsideThePlot_IsClamped", () => {
  assert.equal(g.valueAtPointer(sMax, 0, -5000, area, 1), 1.5);
  assert.equal(g.valueAtPointer(sMax, 0, 5000, area, 1), 0);
  assert.equal(g.valueAtPointer(warmUp, 5000, 0, area, 1), 19);
  assert.equal(g.valueAtPointer(warmUp, -5000, 0, area, 1), 0);
});

test("handlePlace_WarmUpZero_StandsLeftOfThePlotWithinThePicture", () => {
  const place = g.handlePlace(warmUp, 0, area, 1);
  assert.ok(place.x < area.left && place.x > 12);
  assert.ok(g.handlePlace(sMax, 1.5, area, 1).y >= 0, "above the plot it stays in the picture");
});

test("separateHandles_SamePlace_AreApartAndInside", () => {
  const x = g.separateHandles([{ id: "a", x: 326, y: 50 }, { id: "b", x: 326, y: 50 }], 15, 46, 326);
  assert.equal(x.get("b") - x.get("a"), 15);
  assert.ok(x.get("b") <= 326);
  const left = g.separateHandles([{ id: "a", x: 46, y: 50 }, { id: "b", x: 50, y: 50 }], 15, 46, 326);
  assert.ok(left.get("a") >= 46 && left.get("b") - left.get("a") >= 15);
});

test("separateHandles_FarApart_StayWhereTheyAre", () => {
  const x = g.separateHandles([{ id: "a", x: 60, y: 50 }, { id: "b", x: 60, y: 90 }], 15, 46, 326);
  assert.deepEqual([x.get("a"), x.get("b")], [60, 60]);
});

test("valueText_Values_NameTheirUnit", () => {
  assert.equal(g.valueText(sMax, 0.7), `0.70 = 70${UNIT_SPACE}%`);
  assert.equal(g.valueText(sMax, 0.705), `0.705 = 70.5${UNIT_SPACE}%`);
  assert.equal(g.valueText(warmUp, 1), "1 epoch");
  assert.equal(g.valueText(warmUp, 5), "5 epochs");
});

test("waitingNote_TargetBelowPruned_SaysSo", () => {
  const status = { pruned: 520, prunable: 1000 };
  assert.equal(g.waitingNote({ reason: 1, target: 0.4 }, status), `pruning waits: 52${UNIT_SPACE}% already pruned`);
  assert.equal(g.waitingNote({ reason: 1, target: 0.52 }, status), "", "reached, not above");
  assert.equal(g.waitingNote({ reason: 0, target: 0.6 }, status), "");
  assert.equal(g.waitingNote(null, status), "");
});

test("clipLine_Steps_EndsAreInterpolated", () => {
  assert.deepEqual(g.clipLine([[1, 0], [3, 0], [3, 1], [5, 1]], 2, 4), [[2, 0], [3, 0], [3, 1], [4, 1]]);
  assert.deepEqual(g.clipLine([[1, 0], [5, 4]], 2, 3), [[2, 1], [3, 2]]);
  assert.deepEqual(g.clipLine([[1, 0], [2, 0]], 3, 4), []);
});

test("samePoints_Plans_AreCompared", () => {
  assert.ok(g.samePoints([[1, 0]], [[1, 0]]));
  assert.ok(!g.samePoints([[1, 0]], [[1, 0.1]]));
  assert.ok(!g.samePoints([[1, 0]], []));
});

test("epochTicks_Axis_FirstNamesWhatIsCounted", () => {
  assert.deepEqual(g.epochTicks(1, 21, 280).map(tick => tick.text), ["epoch 1", "5", "10", "15", "20"]);
  assert.equal(g.epochTicks(1, 2, 280)[0].text, "epoch 1");
});

test("labelSpot_HandlesBesideEachOther_DoNotShareASpot", () => {
  const upright = [{ x: 301, y: 90 }, { x: 316, y: 90 }];
  const spots = upright.map(place => g.labelSpot("y", place, area, upright));
  assert.notEqual(spots[0].y, spots[1].y);
});
