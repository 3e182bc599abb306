import test from "node:test";
import assert from "node:assert/strict";
import * as f from "../../src/PruningLab.Components/wwwroot/js/format.js";

const S = f.UNIT_SPACE;

test("formatNumber_SignificantDigits_KeepsTrailingZeros", () => {
  assert.equal(f.formatNumber(41.2), "41.2");
  assert.equal(f.formatNumber(41), "41.0");
  assert.equal(f.formatNumber(0.0905), "0.0905");
  assert.equal(f.formatNumber(1234.4), "1,234");
  assert.equal(f.formatNumber(9.996), "10.0");
  assert.equal(f.formatNumber(-0.113), "−0.113");
  assert.equal(f.formatNumber(0), "0");
  assert.equal(f.formatNumber(0.0000841), "8.41e−5");
  assert.equal(f.formatNumber(2.5e12), "2.50e12");
});

test("formats_UnknownValues_GiveADash", () => {
  for (const write of [f.formatNumber, f.formatCount, f.formatPercent, f.formatLoss, f.formatMilliseconds, f.formatRate]) {
    for (const value of [NaN, Infinity, undefined, null]) assert.equal(write(value), "–", `${write.name}(${value})`);
  }
  assert.equal(f.formatOf(NaN, 20), "–");
  assert.equal(f.withUnit(f.UNKNOWN, "points"), "–");
});

test("formatFixed_RoundsToZero_HasNoMinus", () => {
  assert.equal(f.formatFixed(-0.04, 1), "0.0");
  assert.equal(f.formatFixed(-0.06, 1), "−0.1");
  assert.equal(f.formatFixed(1234567.891, 2), "1,234,567.89");
  assert.equal(f.formatFixed(0.1234, 4), "0.1234");
});

test("formatPercent_Share_HasNarrowSpace", () => {
  assert.equal(f.formatPercent(0.391), `39.1${S}%`);
  assert.equal(f.formatPercent(1.2, 0), `120${S}%`);
});

test("formatLoss_SmallAndLarge_StaysReadable", () => {
  assert.equal(f.formatLoss(0.08412), "0.0841");
  assert.equal(f.formatLoss(0), "0.0000");
  assert.equal(f.formatLoss(0.0000841), "8.41e−5");
  assert.equal(f.formatLoss(1234.5), "1,234.5");
});

test("formatOf_Counting_KeepsItsWidth", () => {
  assert.equal(f.formatOf(7, 20), "\u20077 / 20");
  assert.equal(f.formatOf(163, 1280).length, f.formatOf(1280, 1280).length);
});

test("units_OfReadouts_AreWritten", () => {
  assert.equal(f.formatMilliseconds(0.86), `0.86${S}ms`);
  assert.equal(f.formatMilliseconds(123.4), `123${S}ms`);
  assert.equal(f.formatRate(812.3), `812${S}/s`);
  assert.equal(f.formatRate(1), `1.0${S}/s`);
  assert.equal(f.withUnit("41.2", "points"), `41.2${S}points`);
  assert.equal(f.withUnit("41.2", ""), "41.2");
  assert.equal(f.formatNoun(1, "weight"), "1 weight");
  assert.equal(f.formatNoun(3, "batch", "batches"), "3 batches");
});
