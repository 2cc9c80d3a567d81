import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_FILTER, type Filter, masksOf } from "../src/filter";
import { minuteOf } from "../src/moments";
import { caseOf } from "./ground";

const model = caseOf(["Person", "Account", "Account", "Person"], [
  { from: 0, to: 1, type: "CALLED" },
  { from: 1, to: 2, at: "2024-03-01", minor: 5000, style: 0 },
  { from: 2, to: 1, at: "2024-05-01", minor: 100, style: 1 },
  { from: 1, to: 3, at: "2024-07-01", style: 2 },
]);
const day = (text: string): number => minuteOf(new Date(`${text}T00:00:00Z`));
const shown = (filter: Partial<Filter>): [number, number] => {
  const masks = masksOf(model, { ...NO_FILTER, ...filter });
  return [masks.entityCount, masks.linkCount];
};

test("without a filter all is shown", () => assert.deepEqual(shown({}), [4, 4]));

test("a kind that is off takes its links with it", () => assert.deepEqual(shown({ kinds: new Set([0]) }), [2, 2]));

test("types and strengths take links alone", () => {
  assert.deepEqual(shown({ types: new Set([1]) }), [4, 3]);
  assert.deepEqual(shown({ styles: new Set([2]) }), [4, 3]);
});

test("countries keep those that have one of them", () => assert.deepEqual(shown({ countries: new Set(["NZ"]) }), [2, 2]));

test("a least amount is of one currency, in whole units", () => {
  assert.deepEqual(shown({ currency: 1, least: 2 }), [4, 1]);
  assert.deepEqual(shown({ currency: 1, least: 1 }), [4, 2]);
});

test("a window takes links that touch it, and undated ones where asked to", () => {
  const time = [day("2024-05-01"), day("2024-07-01")] as const;
  assert.deepEqual(shown({ time }), [4, 2]);
  assert.deepEqual(shown({ time, undated: false }), [4, 1]);
  assert.deepEqual(shown({ time: [day("2024-05-01") + 600, day("2024-07-01") + 1], undated: false }), [4, 2]);
});

test("whoever is left without a link goes where asked to", () => {
  assert.deepEqual(shown({ types: new Set([1]), linked: true }), [3, 3]);
});

test("what is hidden by hand is hidden, and only what is chosen is shown", () => {
  assert.deepEqual(shown({ hidden: new Set([1]) }), [3, 0]);
  assert.deepEqual(shown({ only: new Set([1, 2]) }), [2, 2]);
});
