import assert from "node:assert/strict";
import { test } from "node:test";
import { OTHERS, currenciesShown, flowsOf, holders, largest, unreadOf } from "../src/money";
import { ticks } from "../src/theme";
import { dayText, endOf, minuteOf, momentText } from "../src/moments";
import { caseOf } from "./ground";

const links = Array.from({ length: 6 }, (_, at) => ({ from: at, to: 6, minor: 100 * (at + 1) }));
const model = caseOf(["A", "A", "A", "A", "A", "A", "A"], [...links, { from: 0, to: 6, minor: 50 }, { from: 1, to: 2 }]);
const all = new Uint8Array(model.linkCount).fill(1);

test("flows sum what is shown of one currency", () => {
  const flows = flowsOf(model, all, holders(model), 1, "account");
  assert.equal(flows.reduce((sum, flow) => sum + flow.minor, 0), 2150);
  assert.equal(flows.find((flow) => flow.from === "0")?.payments, 2);
  assert.deepEqual(currenciesShown(model, all), [[1, 7]]);
});

test("those beyond the largest go together, and nothing is lost", () => {
  const merged = largest(flowsOf(model, all, holders(model), 1, "account"), 3);
  assert.equal(merged.reduce((sum, flow) => sum + flow.minor, 0), 2150);
  assert.equal(merged.find((flow) => flow.from === OTHERS)?.payments, 5);
});

test("moments are as exact as their source", () => {
  const minute = minuteOf(new Date("2024-02-01T10:15:00Z"));
  assert.equal(momentText(minute, 1), "2024-02-01 10:15 UTC");
  assert.equal(momentText(minute, 1, 9), "2024-02-01 10:15:09 UTC");
  assert.equal(momentText(minute, 3), "2024-02");
  const first = minuteOf(new Date("2024-02-01T00:00:00Z"));
  assert.equal(dayText(endOf(first, 3)), "2024-03-01");
  assert.equal(dayText(endOf(minuteOf(new Date("2024-01-01T00:00:00Z")), 4)), "2025-01-01");
});

test("an axis has about as many ticks as asked for", () => {
  const begin = minuteOf(new Date("2024-01-05T00:00:00Z"));
  for (const days of [3, 40, 400, 9000]) {
    const made = ticks(begin, begin + days * 1440, 8);
    assert.ok(made.length >= 2 && made.length <= 12, `${days}: ${made.length}`);
  }
});

test("an amount that no sum holds is counted where its link is shown", () => {
  const odd = caseOf(["A", "A"], [{ from: 0, to: 1 }, { from: 0, to: 1 }]);
  odd.payload.links.priced = { 0: "much", 1: "-5.00 MYR" };
  assert.equal(unreadOf(odd, Uint8Array.from([1, 1])), 2);
  assert.equal(unreadOf(odd, Uint8Array.from([0, 1])), 1);
  assert.equal(unreadOf(model, all), 0);
});
