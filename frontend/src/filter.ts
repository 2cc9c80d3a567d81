// What is shown: plain rules, so that anybody can count the same from the release.

import type { Model } from "./model";

export interface Filter {
  // Kinds, link types and strengths that are switched off, by number.
  kinds: ReadonlySet<number>;
  types: ReadonlySet<number>;
  styles: ReadonlySet<number>;
  // Nothing chosen means all; else one of them must be there.
  roles: ReadonlySet<string>;
  countries: ReadonlySet<string>;
  originators: ReadonlySet<string>;
  // Money links of this currency only, and of this many whole units or more.
  currency: number;
  least: number;
  // From the first minute up to the second, that one no more.
  time: readonly [number, number] | null;
  undated: boolean;
  // Whoever has no link left is left out.
  linked: boolean;
  hidden: ReadonlySet<number>;
  only: ReadonlySet<number> | null;
}

export const NO_FILTER: Filter = {
  kinds: new Set(),
  types: new Set(),
  styles: new Set(),
  roles: new Set(),
  countries: new Set(),
  originators: new Set(),
  currency: 0,
  least: 0,
  time: null,
  undated: true,
  linked: false,
  hidden: new Set(),
  only: null,
};

export interface Masks {
  entities: Uint8Array;
  links: Uint8Array;
  // Links that would be shown were time no matter.
  anytime: Uint8Array;
  entityCount: number;
  linkCount: number;
}

function meets(chosen: ReadonlySet<string>, told: readonly string[]): boolean {
  return chosen.size === 0 || told.some((one) => chosen.has(one));
}

export function passesEntity(model: Model, filter: Filter, entity: number): boolean {
  if (filter.kinds.has(model.kind[entity]) || filter.hidden.has(entity)) return false;
  if (filter.only && !filter.only.has(entity)) return false;
  return (
    meets(filter.roles, model.roles(entity)) &&
    meets(filter.countries, model.countries(entity)) &&
    meets(filter.originators, model.originators(entity))
  );
}

function passesLink(model: Model, filter: Filter, link: number): boolean {
  if (filter.types.has(model.type[link]) || filter.styles.has(model.style[link])) return false;
  if (filter.currency === 0) return true;
  const [, digits] = model.currencies[filter.currency];
  return model.currency[link] === filter.currency && model.amount[link] >= filter.least * 10 ** digits;
}

export function inTime(model: Model, filter: Filter, link: number): boolean {
  if (!filter.time) return true;
  if (!model.grain[link]) return filter.undated;
  return model.at[link] < filter.time[1] && model.until[link] > filter.time[0];
}

export function masksOf(model: Model, filter: Filter): Masks {
  const entities = new Uint8Array(model.size);
  for (let entity = 0; entity < model.size; entity += 1)
    entities[entity] = Number(passesEntity(model, filter, entity));
  const links = new Uint8Array(model.linkCount);
  const anytime = new Uint8Array(model.linkCount);
  const linked = new Uint8Array(model.size);
  let linkCount = 0;
  for (let link = 0; link < model.linkCount; link += 1) {
    const [one, other] = [model.start[link], model.end[link]];
    if (!entities[one] || !entities[other] || !passesLink(model, filter, link)) continue;
    anytime[link] = 1;
    if (!inTime(model, filter, link)) continue;
    links[link] = 1;
    linked[one] = 1;
    linked[other] = 1;
    linkCount += 1;
  }
  if (filter.linked) for (let entity = 0; entity < model.size; entity += 1) entities[entity] &= linked[entity];
  let entityCount = 0;
  for (const shown of entities) entityCount += shown;
  return { entities, links, anytime, entityCount, linkCount };
}
