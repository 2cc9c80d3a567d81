import assert from "node:assert/strict";
import { test } from "node:test";
import { type Targeting, leftOf, localTimes, planFile, reachOf, targetingOf, usesOf, warnedBy, zeroHour } from "../src/targets";
import { caseOf } from "./ground";

const chain: [number, number][] = [[0, 1], [1, 2], [2, 3], [3, 4]];
const ones = [1, 1, 1, 1, 1];
const able = (entity: number, ...codes: string[]): Targeting["candidates"][number] => ({
  entity, worth: 0.5,
  reach: Object.fromEntries(codes.map((code) => [code, { basis: ["warrant"], resource: { arrest: 1 } }])),
  kept: { caption: `Name ${entity}`, reasons: [], identifiers: [], records: [], sources: [] },
});
const targeting: Targeting = {
  countries: ["MY", "NZ"], capacities: [{ country: "NZ", resource: "arrest", most: 1 }], zero: "", zones: {},
  nodes: [0, 1, 2, 3, -1], counts: ones, ties: chain, candidates: [able(0, "NZ"), able(1, "NZ", "MY"), able(2, "MY")],
  forbidden: [], warns: [[0, 1, 5], [1, 2, 3], [3, 2, 1], [0, 2, 9]],
  plan: { linkgraph_plan: 1, asked: { countries: ["MY", "NZ"], zero_hour: null }, case: "digest", kept_out: {} }, loaded: [], note: "",
};

test("what is left is counted in parts, people and pairs", () => {
  const whole = leftOf(5, chain, ones, () => false);
  assert.deepEqual([whole.parts, whole.largest, whole.pairs], [1, 5, 10]);
  const cut = leftOf(5, chain, ones, (node) => node === 1);
  assert.deepEqual([cut.parts, cut.largest, cut.pairs], [2, 3, 3]);
  assert.deepEqual([...cut.part], [1, -1, 0, 0, 0]);
});

test("a thing ties but is nobody", () => {
  const left = leftOf(3, [[0, 1], [1, 2]], [1, 0, 1], () => false);
  assert.deepEqual([left.parts, left.largest, left.pairs], [1, 2, 1]);
});

test("means are used by those who lead", () => {
  const uses = usesOf(targeting, new Map([[0, "NZ"], [1, "NZ"], [2, "MY"]]));
  assert.deepEqual(uses, [{ country: "NZ", resource: "arrest", used: 2, most: 1 }]);
});

test("whoever is warned soonest comes first, and nobody who is acted on", () => {
  assert.deepEqual(warnedBy(targeting, new Map([[1, "NZ"]])), [{ entity: 2, hours: 3, by: 1 }, { entity: 0, hours: 5, by: 1 }]);
  assert.deepEqual(warnedBy(targeting, new Map()), []);
});

test("clocks tell each zone of a country once", () => {
  const moment = new Date("2026-12-04T21:00:00Z");
  assert.deepEqual(localTimes(["Asia/Kuala_Lumpur", "Asia/Kuching"], moment), ["Sat, 05 Dec 2026, 05:00"]);
  const differing = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "America/Port_of_Spain"];
  assert.deepEqual(localTimes(differing, moment), [
    "Sat, 05 Dec 2026, 04:00 Jakarta", "Sat, 05 Dec 2026, 05:00 Makassar", "Fri, 04 Dec 2026, 17:00 Port of Spain",
  ]);
  assert.deepEqual(localTimes(["No/Where"], moment), []);
});

test("a plan's file holds who leads, who supports and what is left", () => {
  const before = leftOf(5, chain, ones, () => false);
  const left = leftOf(5, chain, ones, (node) => node === 1);
  const plan = planFile(targeting, ["a", "b", "c", "d"], new Map([[1, "MY"]]), "2026-12-04T21:00Z", before, left, "now") as Record<string, never>;
  const [target] = plan["targets"] as Record<string, unknown>[];
  assert.equal(target["entity_id"], "b");
  assert.deepEqual([target["country"], target["support"]], ["MY", ["NZ"]]);
  assert.deepEqual((plan["figures"] as { left: unknown }).left, { pairwise: 3, largest: 3 });
  assert.deepEqual(Object.keys(plan["left_out"]), ["a", "c"]);
  assert.equal((plan["asked"] as { zero_hour: string }).zero_hour, "2026-12-04T21:00Z");
});

test("a release without a plan makes candidates of suspects whom no role protects", () => {
  const model = caseOf(["Person", "Account", "Person"], [{ from: 0, to: 1 }, { from: 1, to: 2 }], {
    targets: { countries: ["MY"], zones: {}, note: "" },
  });
  model.payload.entities.suspected[0] = 1;
  const made = targetingOf(model) as Targeting;
  assert.deepEqual(made.candidates.map((one) => one.entity), [0, 2]);
  assert.deepEqual(made.counts, [1, 0, 1]);
  assert.equal(leftOf(3, made.ties, made.counts, () => false).pairs, 1);
  model.payload.entities.guarded[0] = 1;
  assert.equal(targetingOf(model)?.candidates.length, 0);
});

test("only a country that can act on somebody acts, whatever a file names", () => {
  const [one] = targeting.candidates;
  assert.deepEqual(reachOf(one, "NZ")?.basis, ["warrant"]);
  for (const country of ["MY", "constructor", "__proto__", "toString", "", null, undefined, ["NZ"]]) assert.equal(reachOf(one, country), undefined);
  assert.equal(reachOf(undefined, "NZ"), undefined);
});

test("a zero hour has a date that the calendar knows, a time and a zone", () => {
  assert.equal(zeroHour("2026-12-04T21:00Z")?.getTime(), Date.UTC(2026, 11, 4, 21));
  assert.equal(zeroHour("2024-02-29T00:00:30+13:00")?.getTime(), Date.UTC(2024, 1, 28, 11, 0, 30));
  const wrong = ["", "1", "2026-12-04", "2026-12-04T21:00", "2026-02-31T10:00Z", "2026-02-29T10:00Z", "2026-12-04T24:00Z", "2026-12-04T21:61Z", "2026-12-04T21:00+99:00", "tomorrow"];
  for (const text of wrong) assert.equal(zeroHour(text), null, text);
});

test("clocks follow summer time on both sides of its change", () => {
  const at = (iso: string): string => localTimes(["Pacific/Auckland"], new Date(iso))[0].slice(-5);
  assert.deepEqual([at("2026-09-26T13:59Z"), at("2026-09-26T14:00Z")], ["01:59", "03:00"]);
  assert.deepEqual([at("2026-04-04T13:59Z"), at("2026-04-04T14:00Z")], ["02:59", "02:00"]);
  assert.equal(localTimes(["Pacific/Auckland"], new Date("2026-12-04T11:00Z"))[0], "Sat, 05 Dec 2026, 00:00");
});
