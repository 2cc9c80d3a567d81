// Whom countries act on at one moment: what falls apart, who would be warned, what means are left.

import type { Model } from "./model";
import type { Store } from "./store";

export interface Candidate {
  entity: number;
  worth: number;
  // By country: what says that the person can be acted on there, and what it takes.
  reach: Record<string, { basis: string[]; resource: Record<string, number> }>;
  // What a plan's file keeps of a target, apart from what hangs on the country.
  kept?: Record<string, unknown>;
}

export interface Targeting {
  countries: string[];
  capacities: { country: string; resource: string; most: number }[];
  zero: string;
  zones: Record<string, string[]>;
  // Number of each node's entity, -1 where the page does not show it.
  nodes: number[];
  // 1 for a person who counts, 0 for a thing that only ties.
  counts: number[];
  ties: [number, number][];
  candidates: Candidate[];
  forbidden: [number, string][];
  // One, other, hours that a warning takes between them.
  warns: [number, number, number][];
  plan: Record<string, unknown> | null;
  loaded: [number, string][];
  note: string;
}

const PERSON = "Person";

// Of a release without a plan: suspects whom no role protects, tied by all that is drawn.
function fromRelease(model: Model, told: Pick<Targeting, "countries" | "zones" | "note">): Targeting {
  const isPerson = (one: number): boolean => model.kinds[model.kind[one]][0] === PERSON;
  const all = [...model.ids.keys()];
  const nodes = all.filter((one) => !model.isGuarded(one));
  const place = new Map(nodes.map((one, node) => [one, node]));
  const ties: [number, number][] = [];
  for (let link = 0; link < model.linkCount; link += 1) {
    const [one, other] = [place.get(model.start[link]), place.get(model.end[link])];
    const isContext = model.types[model.type[link]][3] === 1;
    if (one !== undefined && other !== undefined && one !== other && !isContext) ties.push([one, other]);
  }
  const able = nodes.filter((one) => isPerson(one) && model.isSuspect(one) && model.countries(one).length);
  return {
    ...told,
    capacities: [], zero: "", nodes, ties, warns: [], plan: null, loaded: [],
    counts: nodes.map((one) => Number(isPerson(one))),
    candidates: able.map((entity) => ({
      entity, worth: 0,
      reach: Object.fromEntries(model.countries(entity).map((code) => [code, { basis: ["on file"], resource: { arrest: 1 } }])),
    })),
    forbidden: all.filter((one) => model.isGuarded(one)).map((one) => [one, model.roles(one).join(", ")]),
  };
}

export function targetingOf(model: Model): Targeting | null {
  const told = model.payload.targets;
  if (!told) return null;
  return "nodes" in told ? told : fromRelease(model, told);
}

export interface Left {
  parts: number;
  largest: number;
  pairs: number;
  // By node: its part by size, the largest 0; -1 for whoever is acted on.
  part: Int32Array;
}

// What is left of a network without those who are acted on.
export function leftOf(
  size: number,
  ties: readonly (readonly [number, number])[],
  counts: ArrayLike<number>,
  gone: (node: number) => boolean,
): Left {
  const root = Int32Array.from({ length: size }, (_, node) => node);
  const find = (node: number): number => {
    let top = node;
    while (root[top] !== top) top = root[top];
    for (let at = node; at !== top; ) {
      const next = root[at];
      root[at] = top;
      at = next;
    }
    return top;
  };
  const away = Uint8Array.from({ length: size }, (_, node) => Number(gone(node)));
  for (const [one, other] of ties) {
    if (away[one] || away[other]) continue;
    const [a, b] = [find(one), find(other)];
    if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
  }
  const people = new Float64Array(size);
  for (let node = 0; node < size; node += 1) if (!away[node]) people[find(node)] += counts[node];
  const roots = [...people.keys()].filter((node) => people[node] > 0);
  roots.sort((a, b) => people[b] - people[a] || a - b);
  const rank = new Map(roots.map((node, at) => [node, at]));
  return {
    parts: roots.length,
    largest: roots.length ? people[roots[0]] : 0,
    pairs: roots.reduce((sum, node) => sum + (people[node] * (people[node] - 1)) / 2, 0),
    part: Int32Array.from({ length: size }, (_, node) => (away[node] ? -1 : (rank.get(find(node)) ?? -1))),
  };
}

export interface Use {
  country: string;
  resource: string;
  used: number;
  most: number;
}

export function usesOf(targeting: Targeting, marked: ReadonlyMap<number, string>): Use[] {
  const byEntity = new Map(targeting.candidates.map((one) => [one.entity, one]));
  return targeting.capacities.map(({ country, resource, most }) => {
    let used = 0;
    for (const [entity, led] of marked)
      if (led === country) used += byEntity.get(entity)?.reach[country]?.resource[resource] ?? 0;
    return { country, resource, used, most };
  });
}

export interface Warned {
  entity: number;
  hours: number;
  by: number;
}

// Candidates who are not acted on and whom news of an action reaches soonest, nearest first.
export function warnedBy(targeting: Targeting, marked: ReadonlyMap<number, string>): Warned[] {
  const able = new Set(targeting.candidates.map((one) => one.entity));
  const soonest = new Map<number, Warned>();
  for (const [one, other, hours] of targeting.warns) {
    for (const [from, to] of [[one, other], [other, one]]) {
      const [by, entity] = [targeting.nodes[from], targeting.nodes[to]];
      if (!marked.has(by) || marked.has(entity) || !able.has(entity)) continue;
      const known = soonest.get(entity);
      if (!known || hours < known.hours) soonest.set(entity, { entity, hours, by });
    }
  }
  return [...soonest.values()].sort((a, b) => a.hours - b.hours || a.entity - b.entity);
}

// The country's way to act on somebody; a file may name any country, and words that every object holds.
export function reachOf(one: Candidate | undefined, country: unknown): Candidate["reach"][string] | undefined {
  return one && typeof country === "string" && Object.hasOwn(one.reach, country) ? one.reach[country] : undefined;
}

// A moment written with date, time and zone, as a plan's file is read; null for any other text.
export function zeroHour(text: string): Date | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [moment, local] = [new Date(text), new Date(`${found?.[1] ?? ""}Z`)];
  if (!found || Number.isNaN(moment.getTime()) || Number.isNaN(local.getTime())) return null;
  // A browser takes 31 February for 3 March, and 24:00 for the next day.
  return local.toISOString().startsWith(found[1]) ? moment : null;
}

// What clocks show in a country at a moment; where its zones differ, one text for each with its place.
export function localTimes(zones: string[], moment: Date): string[] {
  const shown = new Map<string, string>();
  for (const zone of zones) {
    try {
      const clock = moment.toLocaleString("en-GB", {
        timeZone: zone, weekday: "short", day: "2-digit", month: "short", year: "numeric",
        hour: "2-digit", minute: "2-digit", hour12: false,
      });
      if (!shown.has(clock)) shown.set(clock, zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " "));
    } catch {
      // A browser may not know a zone; the others still tell.
    }
  }
  return [...shown].map(([clock, place]) => (shown.size > 1 ? `${clock} ${place}` : clock));
}

interface Asked {
  [name: string]: unknown;
}

// A plan's file, as linkgraph.plan.read_plan reads it.
export function planFile(
  targeting: Targeting,
  ids: string[],
  marked: ReadonlyMap<number, string>,
  zero: string,
  before: Left,
  left: Left,
  made: string,
): Record<string, unknown> | null {
  const base = targeting.plan;
  if (!base) return null;
  const asked = base["asked"] as Asked;
  const targets = targeting.candidates
    .filter((one) => marked.has(one.entity))
    .map((one) => {
      const country = marked.get(one.entity) as string;
      const told = one.reach[country];
      const support = targeting.countries.filter((code) => code !== country && code in one.reach);
      return {
        entity_id: ids[one.entity],
        ...one.kept,
        country,
        lead: country,
        support,
        basis: told.basis,
        resource: told.resource,
        worth: one.worth,
      };
    });
  const acted = new Set(targets.map((one) => one.entity_id));
  return {
    linkgraph_plan: base["linkgraph_plan"],
    asked: { ...asked, zero_hour: zero || null },
    targets,
    figures: {
      value: null, bound: null, gap: null, proved: false,
      left: { pairwise: left.pairs, largest: left.largest },
      before: { pairwise: before.pairs, largest: before.largest },
      seeds: {}, note: "marked by hand on a board", in_time: true,
    },
    used: usesOf(targeting, marked).map((use) => ({ ...use, binds: use.used >= use.most })),
    left_out: Object.fromEntries(
      targeting.candidates
        .filter((one) => !acted.has(ids[one.entity]))
        .map((one) => [ids[one.entity], "not marked on the board"]),
    ),
    kept_out: base["kept_out"],
    case: base["case"],
    made,
    effects: {},
  };
}

// The part that each entity is in once those marked are acted on; null where none is asked for.
export function partsOf(targets: Targeting | null, { state, model }: Store): Int32Array | null {
  const { targeting, marked } = state;
  if (!targeting || !targets) return null;
  const left = leftOf(targets.nodes.length, targets.ties, targets.counts, (node) => marked.has(targets.nodes[node]));
  const part = new Int32Array(model.size).fill(-1);
  targets.nodes.forEach((entity, node) => {
    if (entity >= 0) part[entity] = left.part[node];
  });
  return part;
}
