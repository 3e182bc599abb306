import assert from "node:assert/strict";
import test from "node:test";
import { readJUnit, readTrx } from "../../build/count-tests.mjs";

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
