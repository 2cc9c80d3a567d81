import assert from "node:assert/strict";
import { test } from "node:test";
import { arrangementOf, readArrangement } from "../src/arrangement";
import { Store, toggled } from "../src/store";
import type { Targeting } from "../src/targets";
import { caseOf } from "./ground";

const model = caseOf(["Person", "Account", "Account"], [{ from: 0, to: 1 }, { from: 1, to: 2 }]);

test("what was changed is undone and done again", () => {
  const store = new Store(model);
  store.change({ hidden: new Set([0]) });
  store.change({ layout: "circles" });
  store.undo();
  assert.equal(store.state.layout, "force");
  store.undo();
  assert.equal(store.masks.entityCount, 3);
  store.redo();
  assert.equal(store.masks.entityCount, 2);
  assert.ok(store.canRedo);
});

test("a selection is no step, and stays when something is undone", () => {
  const store = new Store(model);
  store.change({ hidden: new Set([0]) });
  store.select([2]);
  store.undo();
  assert.deepEqual([...store.state.selection], [2]);
  assert.ok(!store.canUndo);
});

test("a drag is one step", () => {
  const store = new Store(model);
  store.change({ moved: new Map([["force:0", [1, 1]]]) }, true);
  store.change({ moved: new Map([["force:0", [2, 2]]]) }, false);
  store.undo();
  assert.equal(store.state.moved.size, 0);
});

test("an arrangement comes back from its file as it was", () => {
  const store = new Store(model);
  store.change({
    hidden: new Set([2]), kinds: toggled(store.state.kinds, 1), layout: "layers", time: [5, 9], closed: new Set([1]),
    moved: new Map([["force:1", [7, 8]]]), notes: [{ x: 1, y: 2, text: "<b>here</b>" }], selection: new Set([0]),
  });
  const read = readArrangement(model, null, JSON.stringify(arrangementOf(model, store.state)));
  const again = new Store(model, read?.change);
  assert.deepEqual(arrangementOf(model, again.state), arrangementOf(model, store.state));
  assert.equal(read?.unknown, 0);
});

test("a file of another board tells how much of it is not known here", () => {
  const file = { linkgraph_arrangement: 1, hidden: ["e0", "gone"], moved: [["force", "gone", 1, 2]], marked: [["e0", "NZ"]] };
  assert.equal(readArrangement(model, null, JSON.stringify(file))?.unknown, 3);
});

test("what is no arrangement is refused, whatever it holds", () => {
  for (const text of ["", "[]", "null", "3", '{"linkgraph_plan": 1}', "{"]) assert.equal(readArrangement(model, null, text), null);
  const odd = { linkgraph_arrangement: 1, notes: [null, { x: "a" }], moved: [[1]], time: ["a", 2], styles_off: ["x"], layout: "__proto__", marked: [[]] };
  const read = readArrangement(model, null, JSON.stringify(odd));
  assert.deepEqual(read?.change.notes, []);
  assert.equal(read?.change.layout, "force");
});

test("a file from elsewhere brings no time, place or zero hour that no board has", () => {
  const far = [NaN, Infinity, 1e300, -1, 0.5];
  for (const end of far.slice(1)) assert.equal(readArrangement(model, null, JSON.stringify({ linkgraph_arrangement: 1, time: [-1e300, end] }))?.change.time, null);
  const odd = { linkgraph_arrangement: 1, time: [0, 1e18], moved: [["force", "e0", 1e308, 0]], notes: [{ x: 1e308, y: 0, text: "far" }], zero: "2026-02-31T10:00Z" };
  const read = readArrangement(model, null, JSON.stringify(odd));
  assert.deepEqual([read?.change.time, read?.change.moved?.size, read?.change.notes, read?.change.zero], [null, 0, [], ""]);
});

test("what no entity here has is not asked of all, and is told", () => {
  const file = { linkgraph_arrangement: 1, countries: ["MY", "ZZ"], roles: ["suspect"], originators: ["gone"] };
  const read = readArrangement(model, null, JSON.stringify(file));
  assert.deepEqual([...(read?.change.countries ?? [])], ["MY"]);
  assert.deepEqual([read?.change.roles?.size, read?.change.originators?.size, read?.unknown], [0, 0, 3]);
});

test("nobody is marked for a country that cannot act on them", () => {
  const targeting = { candidates: [{ entity: 0, worth: 1, reach: { NZ: { basis: [], resource: {} } } }] } as unknown as Targeting;
  const file = { linkgraph_arrangement: 1, marked: [["e0", "constructor"], ["e0", "MY"]] };
  const read = readArrangement(model, targeting, JSON.stringify(file));
  assert.deepEqual([read?.change.marked?.size, read?.unknown], [0, 2]);
});
