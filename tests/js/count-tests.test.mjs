import assert from "node:assert/strict";
import test from "node:test";
import { readJUnit, readTrx, summarise } from "../../build/count-tests.mjs";

test("readTrx tells passed, failed and skipped apart and keeps the reasons", () => {
  const xml = `<TestRun><Results>
    <UnitTestResult executionId="1" testName="A(x: &quot;1&quot;)" duration="00:00:01" outcome="Passed" relativeResultsDirectory="1" />
    <UnitTestResult executionId="2" testName="B" outcome="Failed"><Output><ErrorInfo><Message>1 &lt; 2
      more</Message></ErrorInfo></Output></UnitTestResult>
    <UnitTestResult executionId="3" testName="C" outcome="NotExecuted"><Output><ErrorInfo><Message>needs a device</Message></ErrorInfo></Output></UnitTestResult>
  </Results></TestRun>`;
  assert.deepEqual([...readTrx(xml)], [
    { name: 'A(x: "1")', outcome: "passed", reason: "" },
    { name: "B", outcome: "failed", reason: "1 < 2\n      more" },
    { name: "C", outcome: "skipped", reason: "needs a device" },
  ]);
});

test("readTrx counts an outcome it does not know as failed", () => {
  assert.equal([...readTrx('<UnitTestResult testName="A" outcome="Timeout" />')][0].outcome, "failed");
});

test("readJUnit tells passed, failed and skipped apart", () => {
  const xml = `<testsuites>
    <testcase name="a" time="0.1" classname="test"/>
    <testcase name="b" classname="test"><skipped type="skipped" message="not here"/></testcase>
    <testcase name="c" classname="test" failure="x"><failure type="testCodeFailure" message="1 !== 2">text</failure></testcase>
  </testsuites>`;
  assert.deepEqual([...readJUnit(xml)].map((result) => result.outcome), ["passed", "skipped", "failed"]);
});

const passed = { name: "a", outcome: "passed", reason: "" };

test("summarise names each run and ends with the totals over all runs", () => {
  const runs = [
    { run: "Engine", tests: [passed, passed, { name: "b", outcome: "skipped", reason: "no device\nmore" }] },
    { run: "Engine without AVX-512", tests: [passed] },
  ];
  assert.deepEqual(summarise(runs), {
    lines: [
      "skipped: Engine: b: no device",
      "Engine: 2 passed, 0 failed, 1 skipped",
      "Engine without AVX-512: 1 passed, 0 failed, 0 skipped",
      "3 passed, 0 failed, 1 skipped",
    ],
    isWell: true,
  });
});

test("summarise is not content with a failure in any run", () => {
  const { lines, isWell } = summarise([{ run: "A", tests: [passed] }, { run: "B", tests: [passed, { name: "c", outcome: "failed", reason: "" }] }]);
  assert.equal(isWell, false);
  assert.equal(lines[0], "failed: B: c");
  assert.equal(lines.at(-1), "2 passed, 1 failed, 0 skipped");
});

test("summarise is not content with a run that ran nothing, nor with no run", () => {
  const { lines, isWell } = summarise([{ run: "A", tests: [passed] }, { run: "B", tests: [] }]);
  assert.equal(isWell, false);
  assert.equal(lines[1], "B: 0 passed, 0 failed, 0 skipped (nothing ran)");
  assert.equal(summarise([]).isWell, false);
});

test("summarise says which run was left out and why, and counts nothing for it", () => {
  const { lines, isWell } = summarise([{ run: "A", tests: [passed] }, { run: "B", leftOut: "not built" }]);
  assert.deepEqual(lines, ["A: 1 passed, 0 failed, 0 skipped", "B: left out: not built", "1 passed, 0 failed, 0 skipped"]);
  assert.equal(isWell, true);
});

test("summarise is not content when every run was left out", () => {
  assert.equal(summarise([{ run: "B", leftOut: "not built" }]).isWell, false);
});
