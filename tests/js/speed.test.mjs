import assert from "node:assert/strict";
import test from "node:test";
import { benchFor, configure, dispose, setSpeed } from "../../src/PruningLab.Components/wwwroot/js/bench.js";
import * as s from "../../src/PruningLab.Components/wwwroot/js/speed-words.js";
import * as e from "./encode.mjs";

const plain = text => text.replaceAll("\u202f", " ");
const curve = [{ sparsity: 0, dense: 2, sparse: 3 }, { sparsity: 0.6, dense: 2, sparse: 1.6 }, { sparsity: 0.95, dense: 2, sparse: 0.7 }];
const report = {
  batch: 192, windows: 64, batchSize: 64, sparsity: 0.7, parameters: 18497, parametersLeft: 5908, multiplyAdds: 537664, multiplyAddsLeft: 161000,
  bytes: 73988, compactBytes: 31200, dense: 2.13, sparse: 0.89, curve, breakEven: 0.47, paused: 112.4, sentence: "",
};
const say = (values, probing = "onRequest") => plain(s.verdict(values && { ...report, ...values }, probing));

test("verdict_SparseWins_SaysByHowMuchAndFromWhere", () => {
  assert.equal(say({}), "Sparse is 2.4× faster here; it pays from ≈ 47 % on.");
  assert.equal(say({ curve: [], breakEven: null }), "Sparse is 2.4× faster here.");
  assert.equal(say({ sparse: 0.1 }), "Sparse is 21× faster here; it pays from ≈ 47 % on.");
  assert.equal(say({ breakEven: 0 }), "Sparse is 2.4× faster here.");
});

test("verdict_SparseLosesOrTies_SaysSo", () => {
  assert.equal(say({ sparse: 3.4, sparsity: 0.3 }), "Dense is 1.6× faster here; sparse pays from ≈ 47 % on.");
  assert.equal(say({ sparse: 3.4, breakEven: null }), "Dense is 1.6× faster here; sparse does not pay up to 95 %.");
  assert.equal(say({ sparse: 3.4, breakEven: null, curve: [] }), "Dense is 1.6× faster here.");
  assert.equal(say({ sparse: 3.4, breakEven: 0 }), "Dense is 1.6× faster here; sparse pays at any sparsity.");
  assert.equal(say({ sparse: 2.2 }), "Sparse and dense are equally fast here; sparse pays from ≈ 47 % on.");
});

test("verdict_TimesAndCurveDisagree_SaysSoInsteadOfBoth", () => {
  assert.equal(say({ sparsity: 0.3 }), "Sparse is 2.4× faster here, though the curve breaks even at ≈ 47 %: measure again.");
  assert.equal(say({ sparse: 3.4 }), "Dense is 1.6× faster here, though the curve breaks even at ≈ 47 %: measure again.");
});

test("verdict_NothingMeasured_SaysWhy", () => {
  assert.equal(say(null), "Not measured yet in this run.");
  assert.equal(say(null, "off"), "Measuring is switched off.");
  assert.equal(say({ sentence: "The backend cannot.", dense: null, sparse: null }), "The backend cannot.");
});

test("circumstances_Report_NamesBatchWindowsAndThePause", () => {
  assert.equal(plain(s.circumstances(report)), "After batch 192: a step (forward, backward, optimiser) of 64 windows, best of several, on copies of weights and masks. Training waited 112 ms.");
  assert.match(s.circumstances({ ...report, batch: 0, windows: 8 }), /^After no batch: .* of 8 of the batch's 64 windows,/);
  assert.equal(s.circumstances(null), "");
  assert.equal(s.circumstances({ ...report, sentence: "No." }), "");
});

test("speedRows_Report_ReadsAsOnThePage", () => {
  const rows = s.speedRows(report).map(row => [row.label, plain(row.dense), plain(row.sparse)]);
  assert.deepEqual(rows, [["step", "2.13 ms", "0.89 ms"], ["parameters", "18,497", "5,908"], ["multiply-adds", "538 k", "161 k"], ["memory", "74.0 kB", "31.2 kB"]]);
  assert.ok(s.speedRows(null).every(row => row.dense === "–" && row.sparse === "–" && Number.isNaN(row.share)));
  assert.deepEqual(s.speedRows({ ...report, dense: null, sparse: null })[0].dense, "–");
});

test("formatAmountAndBytes_Magnitudes_KeepFewLetters", () => {
  assert.deepEqual([99999, 123456, 4032128, 2.5e9, NaN].map(value => plain(s.formatAmount(value))), ["99,999", "123 k", "4.0 M", "2.5 G", "–"]);
  assert.deepEqual([0, 512, 73988, 1606148, 1.2e9].map(value => plain(s.formatBytes(value))), ["0.0 kB", "0.5 kB", "74.0 kB", "1.6 MB", "1.2 GB"]);
});

test("speedLabel_EveryState_HasNoNaN", () => {
  assert.match(plain(s.speedLabel(report, "onRequest")), /at 70\.0 % pruned: a step takes 2\.13 ms dense and 0\.89 ms sparse\. Sparse is 2\.4× faster here/);
  for (const values of [null, { ...report, sentence: "No.", dense: null }]) assert.doesNotMatch(s.speedLabel(values, "off"), /NaN|undefined|null/);
});

test("setSpeed_Pictures_AreToldAtOnceAndLateAndANewRunForgets", () => {
  globalThis.document ??= { hidden: true };
  configure("speed", e.smallTopology());
  const early = [];
  benchFor("speed").subscribe({ speed: speed => early.push(speed.report.batch) });
  setSpeed("speed", JSON.stringify({ probing: "onRequest", report }));
  const late = [];
  benchFor("speed").subscribe({ speed: speed => late.push(speed.probing) });
  assert.deepEqual([early, late], [[192], ["onRequest"]]);
  configure("speed", e.smallTopology(2));
  assert.equal(benchFor("speed").speed, null);
  dispose("speed");
});
