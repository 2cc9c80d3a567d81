import assert from "node:assert/strict";
import { test } from "node:test";
import { Graph } from "../src/graph";
import { isVague, pathInTime, shortestPath } from "../src/paths";
import { caseOf } from "./ground";

const model = caseOf(["P", "P", "P", "P", "P"], [
  { from: 0, to: 1, at: "2024-03-01" },
  { from: 1, to: 3, at: "2024-02-01" },
  { from: 0, to: 2, at: "2024-03-01" },
  { from: 3, to: 2, at: "2024-03-01" },
  { from: 2, to: 3, at: "2024-04-01" },
]);
const graph = new Graph(model);
const all = new Uint8Array(5).fill(1);

test("the shortest way is found, the lowest numbers first", () => {
  assert.deepEqual(shortestPath(graph, 0, 3, all), [0, 1]);
  assert.deepEqual(shortestPath(graph, 3, 0, all), [1, 0]);
});

test("there is none to whom nothing leads, nor over what is not shown", () => {
  assert.equal(shortestPath(graph, 0, 4, all), null);
  assert.equal(shortestPath(graph, 0, 3, Uint8Array.from([1, 0, 1, 0, 0])), null);
});

test("in date order no link is before the one that it follows", () => {
  assert.deepEqual(pathInTime(model, graph, 0, 3, all, true), [2, 4]);
  assert.deepEqual(pathInTime(model, graph, 0, 3, all, false), [2, 3]);
  assert.equal(pathInTime(model, graph, 3, 1, all, true), null);
});

test("a neighbour counts once, and nobody is one's own", () => {
  const loops = caseOf(["P", "P"], [{ from: 0, to: 0 }, { from: 0, to: 1 }, { from: 1, to: 0 }]);
  assert.deepEqual(new Graph(loops).neighbours(0), [1]);
});

test("a path is vague where a day may hold the link that follows before it", () => {
  assert.ok(!isVague(model, [2, 4]));
  assert.ok(isVague(model, [2, 3]));
  assert.ok(!isVague(model, [2]) && !isVague(model, []));
});
