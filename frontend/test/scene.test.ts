import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera } from "../src/camera";
import { isInside } from "../src/netpane";
import { LineMaker, drawnOf, lineWords, pairOrder, standIns } from "../src/scene";
import { Store } from "../src/store";
import { caseOf } from "./ground";

const links = [
  { from: 0, to: 1, at: "2024-03-01", minor: 5000 },
  { from: 1, to: 0, at: "2024-03-02", minor: 100 },
  { from: 0, to: 1, type: "CALLED" },
  { from: 1, to: 2, type: "MEMBER_OF" },
];
const model = caseOf(["Person", "Person", "Syndicate"], links, { groups: [[2, [1], []]] });
const made = (closed: Set<number>, all = new Uint8Array(4).fill(1)) => {
  const stand = standIns(model, closed);
  return new LineMaker(model, stand, pairOrder(model, stand)).made(all);
};

test("parallel links are lines of their own, bent apart", () => {
  const lines = made(new Set());
  assert.equal(lines.count, 4);
  assert.equal(new Set([...lines.bend.subarray(0, 3)].map((bend, at) => (lines.from[at] < lines.to[at] ? bend : -bend))).size, 3);
});

test("of many alike one line says how many", () => {
  const many = caseOf(["Person", "Person"], Array.from({ length: 9 }, () => ({ from: 0, to: 1, minor: 100 })));
  const stand = standIns(many, new Set());
  const lines = new LineMaker(many, stand, pairOrder(many, stand)).made(new Uint8Array(9).fill(1));
  assert.equal(lines.count, 1);
  assert.equal(lines.many[0], 9);
});

test("a closed syndicate stands for its members, and links inside it are not drawn", () => {
  const lines = made(new Set([2]));
  assert.equal(lines.count, 3);
  assert.ok([...lines.to.subarray(0, 3)].concat([...lines.from.subarray(0, 3)]).every((end) => end !== 1));
  const store = new Store(model);
  const { drawn, folded } = drawnOf(store, standIns(model, new Set([2])));
  assert.deepEqual([...drawn], [0, 2]);
  assert.equal(folded.get(2), 1);
});

test("a line says its amount and its day", () => {
  assert.equal(lineWords(model, 0, 1), "50.00 MYR · 2024-03-01");
  assert.equal(lineWords(model, 2, 1), "CALLED");
  assert.equal(lineWords(model, 0, 3), "3 links PAID");
});

test("a camera keeps the point under the pointer where it is", () => {
  const camera = new Camera(800, 600);
  camera.fit(0, 0, 1000, 1000);
  const before = camera.world(100, 200);
  camera.zoom(2, 100, 200);
  const after = camera.world(100, 200);
  assert.ok(Math.hypot(before[0] - after[0], before[1] - after[1]) < 1e-9);
});

test("a lasso holds what is inside it", () => {
  const outline: [number, number][] = [[0, 0], [10, 0], [10, 10], [5, 5], [0, 10]];
  assert.ok(isInside([2, 3], outline));
  assert.ok(!isInside([5, 8], outline));
});
