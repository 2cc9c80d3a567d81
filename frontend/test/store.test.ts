import assert from "node:assert/strict";
import { test } from "node:test";
import { arrangementOf, readArrangement } from "../src/arrangement";
import { Store, toggled } from "../src/store";
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
