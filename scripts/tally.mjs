import { readFile } from "node:fs/promises";
import { inProject } from "./project.mjs";

/** How many passed, failed and were skipped. */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** The sum of two counts. */
export function add(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** A step that is no test runner: one passed, or one failed. */
export function oneOf(ok) {
  return ok ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/** What Vitest's JSON report counts; a file that could not be loaded at all is one failure. */
export async function vitestCount(file, exitCode) {
  const report = await readReport(file);
  if (!report) return oneOf(false);
  const unloaded = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  );
  return honest(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** What Playwright's JSON report counts; its errors outside of tests are failures too. */
export async function playwrightCount(file, exitCode) {
  const report = await readReport(file);
  if (!report) return oneOf(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return honest(exitCode, { passed: expected, failed: unexpected + flaky + report.errors.length, skipped });
}

/** A runner that ran nothing, or that ended badly without naming a failure, has failed. */
function honest(exitCode, count) {
  const silent = count.failed === 0 && (exitCode !== 0 || count.passed === 0);
  return silent ? add(count, oneOf(false)) : count;
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(inProject(file), "utf8"));
  } catch {
    return null;
  }
}
