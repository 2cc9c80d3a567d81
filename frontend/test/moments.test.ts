import assert from "node:assert/strict";
import { test } from "node:test";
import { LAST_MINUTE, dateOf, dayText, endOf, isoOf, minuteOf } from "../src/moments";
import { ticks } from "../src/theme";

const minute = (iso: string): number => minuteOf(new Date(iso));

test("a month and a year are over when the next begins, also in the first century", () => {
  assert.equal(endOf(minute("2024-02-01T00:00Z"), 3), minute("2024-03-01T00:00Z"));
  assert.equal(endOf(minute("2024-12-01T00:00Z"), 3), minute("2025-01-01T00:00Z"));
  assert.equal(endOf(minute("0024-02-01T00:00Z"), 3), minute("0024-03-01T00:00Z"));
  assert.equal(endOf(minute("0001-01-01T00:00Z"), 4), minute("0002-01-01T00:00Z"));
});

test("the last minute is that of the year 9999", () => {
  assert.equal(isoOf(LAST_MINUTE), "9999-12-31T23:59:00.000Z");
  assert.equal(dateOf(0).getUTCFullYear(), 1);
});

test("an axis that reaches beyond the calendar names the days that there are, and comes to an end", () => {
  for (const [begin, end] of [[-1e12, 1e12], [-Infinity, Infinity], [NaN, 5], [1e12, 2e12], [-5e9, LAST_MINUTE]]) {
    const told = ticks(begin, end, 10);
    assert.ok(told.length < 200);
    assert.ok(told.every(([at]) => at >= 0 && at <= LAST_MINUTE));
  }
  const [first] = ticks(minute("0024-01-01T00:00Z"), minute("0034-01-01T00:00Z"), 5);
  assert.equal(dayText(first[0]).slice(0, 4), first[1]);
  assert.equal(first[1], "0025");
});
