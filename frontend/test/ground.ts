// A small case for tests: packed as Python packs it, from plain lists.

import { Model, type Payload } from "../src/model";
import type { PackedIds, PackedNumbers } from "../src/packed";
import { minuteOf } from "../src/moments";

export function packed(values: number[], bytes = 6): PackedNumbers {
  const raw = values.flatMap((value) => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256));
  return { n: values.length, from: 0, bytes, data: btoa(String.fromCharCode(...raw)) };
}

export function packedIds(ids: string[]): PackedIds {
  return { heads: ["="], head: packed(ids.map(() => 0)), tails: ids, numbers: packed([]), hex: "" };
}

export interface Linked {
  from: number;
  to: number;
  type?: string;
  at?: string;
  minor?: number;
  style?: number;
}

const TYPES = ["PAID", "CALLED", "MEMBER_OF"];

export function caseOf(kinds: string[], links: Linked[], more: Partial<Payload> = {}): Model {
  const named = [...new Set(kinds)];
  const days = links.map((link) => (link.at ? minuteOf(new Date(`${link.at}T00:00:00Z`)) : 0));
  return new Model({
    form: 1,
    head: {
      title: "Kestrel", case: "Kestrel", handling: "H2 AMBER", audience: "NZ", own: true, originators: "NZ",
      made: "2026-01-01T00:00:00Z", version: 1, size: "", part: "", cautions: [], digest: "",
    },
    families: [["money", "#8a5a00"], ["contact", "#00734f"], ["other", "#5c5c5c"]],
    entities: {
      id: packedIds(kinds.map((_, at) => `e${at}`)),
      caption: kinds.map((kind, at) => `${kind} ${at}`),
      look: packed(kinds.map((kind) => named.indexOf(kind))),
      looks: named.map((_, at) => [at, 0, at % 2, 0, 0, 0, 0]),
      kinds: named.map((kind) => [kind, kind, "circle", "#0067a3"]),
      roleSets: [[]], guarded: [0], suspected: [0],
      countrySets: [["MY"], ["NZ"]], originatorSets: [["NZ"]], handlings: ["H2"], icons: [],
      properties: [], texts: [], points: [],
    },
    links: {
      id: packedIds(links.map((_, at) => `l${at}`)),
      start: packed(links.map((link) => link.from)),
      end: packed(links.map((link) => link.to)),
      look: packed(links.map((_, at) => at)),
      looks: links.map((link) => [TYPES.indexOf(link.type ?? "PAID"), link.style ?? 0, 0, link.minor ? 1 : 0, link.at ? 2 : 0]),
      types: TYPES.map((type, at) => [type, type, at, 0]),
      grades: [["A1", 0], ["C3", 1], ["", 2]],
      handlings: ["H2"],
      currencies: [["", 0], ["MYR", 2]],
      amount: packed(links.map((link) => link.minor ?? 0)),
      priced: {}, properties: [], texts: [],
      at: packed(days), second: packed(links.map(() => 0)), said: {},
    },
    places: { force: [packed(kinds.map((_, at) => at)), packed(kinds.map((_, at) => at))], rows: packed(kinds.map((_, at) => at)) },
    scores: [], groups: [],
    ...more,
  });
}
