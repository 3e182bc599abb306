// Adds up the results of all test runs: node build/count-tests.mjs FOLDER. Reads .trx files of dotnet test and JUnit
// files of node --test, one file per run and named after it; prints each failed and skipped test with its reason, the counts
// of each run, and last the totals. Exit code 1 when a test failed or a run ran none. A run that was left out altogether has a
// file .left-out that says why; it gets its line and counts as nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Turns XML's entities into characters. */
const plain = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? whole));

const attribute = (tag, name) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "");

/** Yields { name, outcome: "passed" | "failed" | "skipped", reason } for each test of a .trx file. */
export function* readTrx(xml) {
  for (const [, tag, closed, body] of xml.matchAll(/<UnitTestResult\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const outcome = { Passed: "passed", NotExecuted: "skipped" }[attribute(tag, "outcome")] ?? "failed";
    const reason = closed ? "" : plain(/<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1] ?? /<StdOut>([\s\S]*?)<\/StdOut>/.exec(body)?.[1] ?? "");
    yield { name: attribute(tag, "testName"), outcome, reason: reason.trim() };
  }
}

/** Yields the same for each test of a JUnit file. */
export function* readJUnit(xml) {
  for (const [, tag, closed, body] of xml.matchAll(/<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g)) {
    const name = attribute(tag, "name");
    const skipped = !closed && /<skipped\b([^>]*)/.exec(body);
    const failure = !closed && /<failure\b([^>]*)/.exec(body);
    if (skipped) yield { name, outcome: "skipped", reason: attribute(skipped[1], "message") };
    else if (failure) yield { name, outcome: "failed", reason: attribute(failure[1], "message") };
    else yield { name, outcome: "passed", reason: "" };
  }
}

const total = (counts) => `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;

/**
 * Adds up runs: an array of { run, tests }, the tests as the readers above yield them, or { run, leftOut: reason }. Returns the
 * lines to print, a line for each test that did not pass and for each run and last the totals, and whether all is well: some run
 * was not left out, each of these ran something, and nothing failed.
 */
export function summarise(runs) {
  const all = { passed: 0, failed: 0, skipped: 0 };
  const details = [];
  const perRun = [];
  let isWell = runs.some(({ leftOut }) => leftOut === undefined);
  for (const { run, tests, leftOut } of runs) {
    if (leftOut !== undefined) {
      perRun.push(`${run}: left out: ${leftOut}`);
      continue;
    }
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const test of tests) {
      counts[test.outcome]++;
      all[test.outcome]++;
      if (test.outcome !== "passed") details.push(`${test.outcome}: ${run}: ${test.name}${test.reason ? `: ${test.reason.split("\n")[0]}` : ""}`);
    }
    const ran = counts.passed + counts.failed > 0;
    isWell &&= ran && counts.failed === 0;
    perRun.push(`${run}: ${total(counts)}${ran ? "" : " (nothing ran)"}`);
  }
  return { lines: [...details, ...perRun, total(all)], isWell };
}

function main(folder) {
  const runs = [];
  for (const file of readdirSync(folder).sort()) {
    const text = () => readFileSync(join(folder, file), "utf8");
    const read = file.endsWith(".trx") ? readTrx : file.endsWith(".xml") ? readJUnit : null;
    if (read) runs.push({ run: file.replace(/\.(trx|xml)$/, ""), tests: read(text()) });
    else if (file.endsWith(".left-out")) runs.push({ run: file.replace(/\.left-out$/, ""), leftOut: text().trim() });
  }
  const { lines, isWell } = summarise(runs);
  console.log(lines.join("\n"));
  return isWell ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2]);
