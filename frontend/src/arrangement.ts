// What an analyst did to a board, as a file: by id, so that it fits the next board as well.

import type { Model } from "./model";
import { LAST_MINUTE } from "./moments";
import { type Targeting, reachOf, zeroHour } from "./targets";
import type { Change, Layout, Note, State } from "./store";

export const MARK = "linkgraph_arrangement";
const LAYOUTS = ["force", "layers", "circles", "time"];
const MOST_NOTES = 500;
const MOST_SIGNS = 2000;
const FARTHEST = 10_000_000;

export function arrangementOf(model: Model, state: State): Record<string, unknown> {
  const id = (one: number): string => model.ids[one];
  const ids = (some: Iterable<number>): string[] => [...some].map(id);
  return {
    [MARK]: 1,
    handling: model.head.handling,
    case: model.head.case,
    data: model.head.digest,
    layout: state.layout,
    score: model.scores[state.score]?.name ?? "",
    kinds_off: [...state.kinds].map((kind) => model.kinds[kind][0]),
    types_off: [...state.types].map((type) => model.types[type][0]),
    styles_off: [...state.styles],
    roles: [...state.roles],
    countries: [...state.countries],
    originators: [...state.originators],
    currency: model.currencies[state.currency]?.[0] ?? "",
    least: state.least,
    time: state.time,
    undated: state.undated,
    linked: state.linked,
    hidden: ids(state.hidden),
    only: state.only ? ids(state.only) : null,
    closed: ids(state.closed),
    selection: ids(state.selection),
    moved: [...state.moved].map(([key, place]) => {
      const [layout, number] = key.split(":");
      return [layout, id(Number(number)), ...place];
    }),
    notes: state.notes,
    marked: [...state.marked].map(([one, country]) => [id(one), country]),
    zero: state.zero,
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isMinute(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value) && value >= 0 && value <= LAST_MINUTE + 1;
}

// A place further away would make all others one point.
function isPlace(value: unknown): value is number {
  return isNumber(value) && Math.abs(value) <= FARTHEST;
}

// The change that a file asks for, and how much of it this board does not hold. Null: no such file.
export function readArrangement(model: Model, targeting: Targeting | null, text: string): { change: Change; unknown: number } | null {
  let told: Record<string, unknown>;
  try {
    told = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  if (typeof told !== "object" || told === null || told[MARK] !== 1) return null;
  let unknown = 0;
  const numbers = new Map(model.ids.map((id, at) => [id, at]));
  const found = (ids: unknown): Set<number> => {
    const known = texts(ids).flatMap((id) => numbers.get(id) ?? []);
    unknown += texts(ids).length - known.length;
    return new Set(known);
  };
  // Whoever chose what no entity here has would see nothing, and no box to take it back.
  const chosen = (value: unknown, sets: string[][]): Set<string> => {
    const here = new Set(sets.flat());
    const known = texts(value).filter((one) => here.has(one));
    unknown += texts(value).length - known.length;
    return new Set(known);
  };
  const places = (names: string[], all: readonly string[]): Set<number> => new Set(names.map((one) => all.indexOf(one)).filter((at) => at >= 0));
  const rows = (value: unknown): unknown[][] => (Array.isArray(value) ? value.filter(Array.isArray) : []);
  const moved = new Map<string, readonly [number, number]>();
  for (const [layout, id, x, y] of rows(told["moved"])) {
    const one = numbers.get(String(id));
    if (one === undefined) unknown += 1;
    else if (LAYOUTS.includes(String(layout)) && isPlace(x) && isPlace(y)) moved.set(`${String(layout)}:${one}`, [x, y]);
  }
  const able = new Map(targeting?.candidates.map((one) => [one.entity, one]) ?? []);
  const marked = new Map<number, string>();
  for (const [id, country] of rows(told["marked"])) {
    const one = numbers.get(String(id));
    if (one !== undefined && reachOf(able.get(one), country)) marked.set(one, country as string);
    else unknown += 1;
  }
  const notes: Note[] = (Array.isArray(told["notes"]) ? told["notes"] : [])
    .filter((one: unknown): one is Note => {
      const note = one as Note | null;
      return isPlace(note?.x) && isPlace(note.y) && typeof note.text === "string";
    })
    .slice(0, MOST_NOTES)
    .map(({ x, y, text: words }) => ({ x, y, text: words.slice(0, MOST_SIGNS) }));
  const time = rows([told["time"]])[0];
  const layout = LAYOUTS.includes(String(told["layout"])) ? (told["layout"] as Layout) : "force";
  return {
    change: {
      layout,
      score: model.scores.findIndex((one) => one.name === told["score"]),
      kinds: places(texts(told["kinds_off"]), model.kinds.map(([name]) => name)),
      types: places(texts(told["types_off"]), model.types.map(([name]) => name)),
      styles: new Set((Array.isArray(told["styles_off"]) ? told["styles_off"] : []).filter((one) => [0, 1, 2].includes(one as number)) as number[]),
      roles: chosen(told["roles"], model.payload.entities.roleSets),
      countries: chosen(told["countries"], model.payload.entities.countrySets),
      originators: chosen(told["originators"], model.payload.entities.originatorSets),
      currency: Math.max(0, model.currencies.findIndex(([code]) => code === told["currency"])),
      least: isNumber(told["least"]) ? Math.max(0, told["least"]) : 0,
      time: time && isMinute(time[0]) && isMinute(time[1]) && time[0] < time[1] ? [time[0], time[1]] : null,
      undated: told["undated"] !== false,
      linked: told["linked"] === true,
      hidden: found(told["hidden"]),
      only: Array.isArray(told["only"]) ? found(told["only"]) : null,
      closed: found(told["closed"]),
      selection: found(told["selection"]),
      link: -1,
      path: [],
      moved,
      notes,
      marked,
      zero: typeof told["zero"] === "string" && zeroHour(told["zero"]) ? told["zero"] : "",
    },
    unknown,
  };
}
