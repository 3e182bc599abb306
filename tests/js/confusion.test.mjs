import assert from "node:assert/strict";
import test from "node:test";
import { matrixLayout } from "../../src/PruningLab.Components/wwwroot/js/chart-confusion.js";
import * as c from "../../src/PruningLab.Components/wwwroot/js/confusion-figures.js";

const plain = text => text.replaceAll("\u202f", " ");
const matrix = { epoch: 3, classes: 3, counts: Uint32Array.of(8, 2, 0, 1, 7, 2, 0, 0, 10) };
const names = ["cat", "dog", "owl"];
const light = { panel: "#ffffff", ink: "#1d2025", accent: "#2355d6", test: "#b5730a" };
const dark = { panel: "#181a20", ink: "#e8eaed", accent: "#7ea2ff", test: "#e9b04f" };

test("confusionFigures_Counts_AreAddedUp", () => {
  const figures = c.confusionFigures(matrix);
  assert.deepEqual(figures.ofClass, [10, 10, 10]);
  assert.equal(figures.total, 30);
  assert.equal(figures.right, 25);
  assert.ok(Math.abs(figures.accuracy - 25 / 30) < 1e-12);
  assert.deepEqual(figures.worst, { truth: 0, taken: 1, count: 2 }, "the first of two equals");
});

test("confusionFigures_NoMistakeOrNoWindow_HasNoWorst", () => {
  assert.equal(c.confusionFigures({ classes: 2, counts: [4, 0, 0, 6] }).worst, null);
  const none = c.confusionFigures({ classes: 2, counts: [0, 0, 0, 0] });
  assert.equal(none.worst, null);
  assert.ok(Number.isNaN(none.accuracy));
});

test("cellSentence_RightAndWrong_NameTheClasses", () => {
  const say = (truth, taken) => plain(c.cellSentence(matrix, [10, 10, 10], names, truth, taken));
  assert.equal(say(0, 0), "8 of 10 windows of class cat were recognised (80.0 %).");
  assert.equal(say(1, 0), "1 of 10 windows of class dog was taken for cat (10.0 %).");
  assert.equal(plain(c.cellSentence({ classes: 2, counts: [0, 0, 0, 6] }, [0, 6], names, 0, 1)), "0 of 0 windows of class cat were taken for dog (–).");
});

test("confusionLabel_Matrix_SaysAccuracyAndWorstConfusion", () => {
  assert.equal(plain(c.confusionLabel(matrix, names)),
    "Confusion matrix of 30 windows of the test part, after epoch 3: 83.33 % right; most often class cat is taken for dog, 2 times.");
  assert.equal(plain(c.confusionLabel({ epoch: 0, classes: 2, counts: [1, 0, 0, 1] }, names)),
    "Confusion matrix of 2 windows of the test part, before training: 100.00 % right; no mistake.");
  assert.equal(c.confusionLabel(null, names), "Confusion matrix of the test part: no prediction yet.");
  assert.doesNotMatch(c.confusionLabel({ epoch: 0, classes: 2, counts: [0, 0, 0, 0] }, names), /NaN/);
});

test("cellColors_EveryStrength_KeepsTheCountReadable", () => {
  const channel = value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = color => color.match(/[\d.]+/g).slice(0, 3).map(Number).reduce((sum, value, k) => sum + [0.2126, 0.7152, 0.0722][k] * channel(value), 0);
  for (const colors of [light, dark]) {
    for (const isRight of [true, false]) {
      for (let strength = 0; strength <= 1; strength += 0.05) {
        const { fill, text } = c.cellColors(strength, isRight, colors);
        const [a, b] = [luminance(fill), luminance(text)].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        assert.ok(contrast >= 4.5, `${fill} with ${text}: ${contrast}`);
      }
    }
  }
});

test("cellStrength_Share_RisesFromNothingToOne", () => {
  assert.equal(c.cellStrength(0, 10), 0);
  assert.equal(c.cellStrength(10, 10), 1);
  assert.ok(c.cellStrength(1, 100) > 0.05, "one in a hundred is seen");
  assert.equal(c.cellStrength(0, 0), 0);
});

test("matrixLayout_TenClassesInALowPanel_StayWithinItAndReadable", () => {
  const place = matrixLayout(260, 112, 10, 4, 1);
  assert.ok(place.top + 10 * place.high <= 112 + 1e-9 && place.left + 10 * place.wide <= 260 + 1e-9);
  assert.ok(place.counts);
  assert.ok(!matrixLayout(260, 112, 40, 4, 2).counts, "with forty classes only the colour is left");
});
