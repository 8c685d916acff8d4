import { expect, test } from "vitest";
import { grouped } from "./grouped";

type Asked = { key: string; number: number };

test("what is asked at once is one group by its key, in its order, and each gets its own answer", async () => {
  const groups: number[][] = [];
  const double = grouped<Asked, number>(
    ({ key }) => key,
    async (group) => {
      groups.push(group.map(({ number }) => number));
      return group.map(({ number }) => ({ value: number * 2 }));
    },
  );
  const asked = [1, 2, 3, 4].map((number) => double({ key: number % 2 ? "odd" : "even", number }));
  expect(await Promise.all(asked)).toEqual([2, 4, 6, 8]);
  expect(groups).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test("what is asked while a group is being answered waits for it and is the next one", async () => {
  const groups: number[][] = [];
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const same = grouped<Asked, number>(
    ({ key }) => key,
    async (group) => {
      groups.push(group.map(({ number }) => number));
      begin();
      await gate;
      return group.map(({ number }) => ({ value: number }));
    },
  );
  const first = same({ key: "a", number: 1 });
  await begun;
  const others = [2, 3].map((number) => same({ key: "a", number }));
  goOn();
  expect(await Promise.all([first, ...others])).toEqual([1, 2, 3]);
  expect(groups).toEqual([[1], [2, 3]]);
});

test("one that fails fails alone; a group that fails fails for all of it, and the next one is answered", async () => {
  let broken = true;
  const odd = grouped<Asked, number>(
    ({ key }) => key,
    async (group) => {
      if (broken) throw new Error("away");
      return group.map(({ number }) => (number % 2 ? { value: number } : { error: new Error("even") }));
    },
  );
  const ask = () => Promise.allSettled([1, 2].map((number) => odd({ key: "a", number })));
  expect((await ask()).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  broken = false;
  expect((await ask()).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});
