// Ways through what is shown: shortest ones, and those whose links follow each other in time.

import type { Graph } from "./graph";
import type { Model } from "./model";

// Links of one shortest way, in order; null where there is none. The lowest numbers go first.
export function shortestPath(graph: Graph, from: number, to: number, links: Uint8Array): number[] | null {
  const came = new Map<number, number>([[from, -1]]);
  let edge = [from];
  while (edge.length && !came.has(to)) {
    const after: number[] = [];
    for (const one of edge)
      for (const link of graph.linksOf(one)) {
        const other = graph.otherEnd(link, one);
        if (!links[link] || came.has(other)) continue;
        came.set(other, link);
        after.push(other);
      }
    edge = after;
  }
  return came.has(to) ? traced(graph, came, from, to) : null;
}

// Links of the way that arrives first, each no earlier than the one before. Undated links are not
// taken, nor, where `directed`, links against their direction. Null where there is none.
export function pathInTime(
  model: Model,
  graph: Graph,
  from: number,
  to: number,
  links: Uint8Array,
  directed: boolean,
): number[] | null {
  const dated = [...links.keys()].filter((link) => links[link] && model.grain[link]);
  dated.sort((a, b) => model.at[a] - model.at[b] || a - b);
  const came = new Map<number, number>([[from, -1]]);
  // Links of one moment may follow one another: they are taken until none reaches anybody new.
  for (let at = 0; at < dated.length && !came.has(to); ) {
    let until = at;
    while (until < dated.length && model.at[dated[until]] === model.at[dated[at]]) until += 1;
    const together = dated.slice(at, until);
    for (let grown = true; grown; ) {
      grown = false;
      for (const link of together) {
        const [one, other] = [model.start[link], model.end[link]];
        for (const [start, end] of directed ? [[one, other]] : [[one, other], [other, one]]) {
          if (!came.has(start) || came.has(end)) continue;
          came.set(end, link);
          grown = true;
        }
      }
    }
    at = until;
  }
  return came.has(to) ? traced(graph, came, from, to) : null;
}

// Whether links of a path are dated so roughly that one may have been before the one that it follows.
export function isVague(model: Model, path: readonly number[]): boolean {
  return path.some((link, at) => at > 0 && model.grain[path[at - 1]] > 1 && model.until[path[at - 1]] > model.at[link]);
}

function traced(graph: Graph, came: ReadonlyMap<number, number>, from: number, to: number): number[] {
  const path: number[] = [];
  for (let at = to; at !== from; ) {
    const link = came.get(at) as number;
    path.unshift(link);
    at = graph.otherEnd(link, at);
  }
  return path;
}
