// Who paid whom how much, in one currency: sums of what is shown.

import type { Model } from "./model";

export type Grouping = "holder" | "account" | "country";

export interface Flow {
  from: string;
  to: string;
  minor: number;
  payments: number;
  entities: Set<number>;
}

export const OTHERS = "\u0000others";

// The one who holds a thing; the thing itself where nobody or several do.
export function holders(model: Model): Int32Array {
  const held = new Int32Array(model.size).fill(-1);
  for (let link = 0; link < model.linkCount; link += 1) {
    if (model.types[model.type[link]][0] !== "HOLDS") continue;
    const thing = model.end[link];
    held[thing] = held[thing] === -1 || held[thing] === model.start[link] ? model.start[link] : -2;
  }
  return held.map((holder, one) => (holder >= 0 ? holder : one));
}

// A group is a number of an entity, or a country's code.
function groupOf(model: Model, held: Int32Array, grouping: Grouping, entity: number): string {
  if (grouping === "account") return String(entity);
  if (grouping === "holder") return String(held[entity]);
  const own = model.countries(entity);
  const countries = own.length ? own : model.countries(held[entity]);
  return countries.length === 1 ? countries[0] : "";
}

export function flowsOf(model: Model, shown: Uint8Array, held: Int32Array, currency: number, grouping: Grouping): Flow[] {
  const found = new Map<string, Flow>();
  for (let link = 0; link < model.linkCount; link += 1) {
    if (!shown[link] || model.currency[link] !== currency) continue;
    const from = groupOf(model, held, grouping, model.start[link]);
    const to = groupOf(model, held, grouping, model.end[link]);
    const key = `${from}>${to}`;
    const flow = found.get(key) ?? { from, to, minor: 0, payments: 0, entities: new Set<number>() };
    flow.minor += model.amount[link];
    flow.payments += 1;
    flow.entities.add(model.start[link]).add(model.end[link]);
    found.set(key, flow);
  }
  return [...found.values()].sort((a, b) => b.minor - a.minor || (a.from + a.to < b.from + b.to ? -1 : 1));
}

// The flows of those who pay or take most; all others on a side together.
export function largest(flows: Flow[], most: number): Flow[] {
  const top = (side: "from" | "to"): Set<string> => {
    const sums = new Map<string, number>();
    for (const flow of flows) sums.set(flow[side], (sums.get(flow[side]) ?? 0) + flow.minor);
    const sorted = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return new Set(sorted.slice(0, sorted.length > most ? most - 1 : most).map(([name]) => name));
  };
  const [payers, takers] = [top("from"), top("to")];
  const merged = new Map<string, Flow>();
  for (const flow of flows) {
    const from = payers.has(flow.from) ? flow.from : OTHERS;
    const to = takers.has(flow.to) ? flow.to : OTHERS;
    const key = `${from}>${to}`;
    const into = merged.get(key) ?? { from, to, minor: 0, payments: 0, entities: new Set<number>() };
    into.minor += flow.minor;
    into.payments += flow.payments;
    for (const one of flow.entities) into.entities.add(one);
    merged.set(key, into);
  }
  return [...merged.values()];
}

// How many links shown have an amount that no sum holds.
export function unreadOf(model: Model, shown: Uint8Array): number {
  return Object.keys(model.payload.links.priced).filter((link) => shown[Number(link)]).length;
}

// Currencies that are shown, the one of most payments first.
export function currenciesShown(model: Model, shown: Uint8Array): [number, number][] {
  const many = new Map<number, number>();
  for (let link = 0; link < model.linkCount; link += 1)
    if (shown[link] && model.currency[link]) many.set(model.currency[link], (many.get(model.currency[link]) ?? 0) + 1);
  return [...many].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
