import { expect, test, vi } from "vitest";
import { Line } from "./line";

test("what is decided early waits for what came before it, errors included", async () => {
  const line = new Line<string>();
  const out: unknown[] = [];
  const decide: ((value: string) => void)[] = [];
  const fail: ((error: Error) => void)[] = [];
  for (let place = 0; place < 3; place++)
    line.run(
      () =>
        new Promise((resolve, reject) => {
          decide.push(resolve);
          fail.push(reject);
        }),
      (outcome) => out.push(outcome),
    );
  decide[2]?.("third");
  fail[1]?.(new Error("second"));
  await Promise.resolve();
  expect(out).toEqual([]);
  decide[0]?.("first");
  await vi.waitFor(() =>
    expect(out).toEqual([{ value: "first" }, { error: new Error("second") }, { value: "third" }]),
  );
});
