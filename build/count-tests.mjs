// Adds up the results of all test runs: node build/count-tests.mjs FOLDER. Reads .trx files of dotnet test and JUnit
// files of node --test, prints each failed and skipped test with its reason, and last the totals.
// Exit code 1 when a test failed or none ran.
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

function main(folder) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(folder).sort()) {
    const read = file.endsWith(".trx") ? readTrx : file.endsWith(".xml") ? readJUnit : null;
    if (!read) continue;
    for (const test of read(readFileSync(join(folder, file), "utf8"))) {
      counts[test.outcome]++;
      if (test.outcome !== "passed") console.log(`${test.outcome}: ${test.name}${test.reason ? `: ${test.reason.split("\n")[0]}` : ""}`);
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || counts.passed + counts.failed === 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2]);
