import test from "node:test";
import assert from "node:assert/strict";
import { css, cssColors, mix, parseColor } from "../../src/PruningLab.Components/wwwroot/js/theme.js";

test("parseColor_HexAndRgb_GivesChannels", () => {
  assert.deepEqual(parseColor("#cf2219"), [207, 34, 25]);
  assert.deepEqual(parseColor(" #fa0 "), [255, 170, 0]);
  assert.deepEqual(parseColor("rgb(1, 2, 3)"), [1, 2, 3]);
  assert.deepEqual(parseColor("hotpink"), [128, 128, 128]);
});

test("mix_Share_LiesBetween", () => {
  assert.deepEqual(mix([0, 0, 0], [100, 200, 40], 0.5), [50, 100, 20]);
  assert.equal(css(mix([0, 0, 0], [100, 200, 40], 1), 0.5), "rgba(100, 200, 40, 0.5)");
});

test("cssColors_NoDocument_GivesTheLightValues", () => {
  const colors = cssColors();
  assert.equal(colors.pruned, "#cf2219");
  assert.equal(colors.dark, false);
});
