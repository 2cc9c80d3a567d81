// What a board shows: the release's columns, and what is asked of them again and again.

import { dateOf, endOf, momentText } from "./moments";
import { type PackedIds, type PackedNumbers, unpackIds, unpackNumbers } from "./packed";
import type { Targeting } from "./targets";
import { fold, moneyText, oneLine } from "./text";

export interface Head {
  title: string;
  case: string;
  handling: string;
  audience: string;
  own: boolean;
  originators: string;
  made: string;
  version: number;
  size: string;
  part: string;
  cautions: string[];
  digest: string;
}

export interface Payload {
  form: number;
  selected?: number[];
  channel?: string;
  head: Head;
  families: [string, string][];
  entities: {
    id: PackedIds;
    caption: string[];
    look: PackedNumbers;
    looks: number[][];
    kinds: [string, string, string, string][];
    roleSets: string[][];
    guarded: number[];
    suspected: number[];
    countrySets: string[][];
    originatorSets: string[][];
    handlings: string[];
    icons: string[];
    properties: number[][];
    texts: string[];
    points: [number, number, number][];
  };
  links: {
    id: PackedIds;
    start: PackedNumbers;
    end: PackedNumbers;
    look: PackedNumbers;
    looks: number[][];
    types: [string, string, number, number][];
    grades: [string, number][];
    handlings: string[];
    currencies: [string, number][];
    amount: PackedNumbers;
    priced: Record<string, string>;
    properties: number[][];
    texts: string[];
    at: PackedNumbers;
    second: PackedNumbers;
    said: Record<string, string>;
  };
  places: Record<string, [PackedNumbers, PackedNumbers] | PackedNumbers>;
  scores: { name: string; told: string; values: PackedNumbers }[];
  groups: [number, number[], number[]][];
  targets?: Targeting | Pick<Targeting, "countries" | "zones" | "note">;
  codes?: Record<string, [string, number, number]>;
  show?: string;
}

export interface Score {
  name: string;
  told: string;
  values: Float64Array;
}

export interface Group {
  syndicate: number;
  members: number[];
  things: number[];
}

function propertiesOf(rows: number[][], texts: string[], size: number): Map<number, [string, string][]> {
  const told = new Map<number, [string, string][]>();
  for (const [number, ...places] of rows) {
    if (number >= size) continue;
    const pairs: [string, string][] = [];
    for (let at = 0; at < places.length; at += 2) pairs.push([texts[places[at]], texts[places[at + 1]]]);
    told.set(number, pairs);
  }
  return told;
}

// Words that stand in many places are made harmless once.
function cleanTexts({ head, entities, links }: Payload): void {
  for (const sets of [entities.roleSets, entities.countrySets, entities.originatorSets])
    sets.forEach((one, at) => (sets[at] = one.map(oneLine)));
  for (const texts of [entities.handlings, links.handlings, head.cautions])
    texts.forEach((text, at) => (texts[at] = oneLine(text)));
  for (const kind of entities.kinds) kind[1] = oneLine(kind[1]);
  for (const type of links.types) type[1] = oneLine(type[1]);
  for (const grade of links.grades) grade[0] = oneLine(grade[0]);
  for (const name of ["title", "handling", "audience", "originators", "made"] as const) head[name] = oneLine(head[name]);
}

export class Model {
  readonly head: Head;
  readonly families: [string, string][];
  readonly size: number;
  readonly ids: string[];
  readonly captions: string[];
  readonly kinds: [string, string, string, string][];
  readonly kind: Uint16Array;
  readonly icon: Uint16Array;
  readonly icons: string[];
  readonly hidden: Uint8Array;
  readonly points: [number, number, number][];

  readonly linkCount: number;
  readonly linkIds: string[];
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly type: Uint16Array;
  readonly types: [string, string, number, number][];
  readonly family: Uint8Array;
  readonly style: Uint8Array;
  readonly grain: Uint8Array;
  readonly at: Float64Array;
  readonly until: Float64Array;
  readonly amount: Float64Array;
  readonly currency: Uint8Array;
  readonly currencies: [string, number][];
  readonly span: [number, number] | null;

  readonly scores: Score[];
  readonly groups: Group[];
  readonly #entityLook: Uint32Array;
  readonly #linkLook: Uint32Array;
  readonly #entityProperties: Map<number, [string, string][]>;
  readonly #linkProperties: Map<number, [string, string][]>;
  readonly #seconds: Float64Array;
  #folded: string[] | null = null;

  constructor(readonly payload: Payload) {
    const { entities, links } = payload;
    cleanTexts(payload);
    this.head = payload.head;
    this.families = payload.families;
    this.captions = entities.caption.map(oneLine);
    this.size = this.captions.length;
    this.ids = unpackIds(entities.id);
    this.kinds = entities.kinds;
    this.icons = entities.icons;
    this.points = entities.points;
    this.#entityLook = Uint32Array.from(unpackNumbers(entities.look));
    const entityColumn = (column: number): number[] =>
      Array.from(this.#entityLook, (look) => entities.looks[look][column]);
    this.kind = Uint16Array.from(entityColumn(0));
    this.icon = Uint16Array.from(entityColumn(5));
    this.hidden = Uint8Array.from(entityColumn(6));
    this.#entityProperties = propertiesOf(entities.properties, entities.texts, this.size);

    this.linkIds = unpackIds(links.id);
    this.linkCount = this.linkIds.length;
    this.start = Uint32Array.from(unpackNumbers(links.start));
    this.end = Uint32Array.from(unpackNumbers(links.end));
    this.#linkLook = Uint32Array.from(unpackNumbers(links.look));
    const linkColumn = (column: number): number[] =>
      Array.from(this.#linkLook, (look) => links.looks[look][column]);
    this.types = links.types;
    this.type = Uint16Array.from(linkColumn(0));
    this.family = Uint8Array.from(this.type, (type) => links.types[type][2]);
    this.style = Uint8Array.from(linkColumn(1), (grade) => links.grades[grade][1]);
    this.currency = Uint8Array.from(linkColumn(3));
    this.currencies = links.currencies;
    this.grain = Uint8Array.from(linkColumn(4));
    this.at = unpackNumbers(links.at);
    this.until = this.at.map((minute, link) => (this.grain[link] ? endOf(minute, this.grain[link]) : minute));
    this.amount = unpackNumbers(links.amount);
    this.#seconds = unpackNumbers(links.second);
    this.#linkProperties = propertiesOf(links.properties, links.texts, this.linkCount);
    this.span = this.#wholeSpan();
    this.scores = payload.scores.map((one) => ({ ...one, values: unpackNumbers(one.values) }));
    this.groups = payload.groups.map(([syndicate, members, things]) => ({ syndicate, members, things }));
  }

  #wholeSpan(): [number, number] | null {
    let [first, last] = [Infinity, -Infinity];
    for (let link = 0; link < this.linkCount; link += 1) {
      if (!this.grain[link]) continue;
      first = Math.min(first, this.at[link]);
      last = Math.max(last, this.until[link]);
    }
    return first < last ? [first, last] : null;
  }

  places(layout: string): [Float64Array, Float64Array] {
    const [x, y] = this.payload.places[layout] as [PackedNumbers, PackedNumbers];
    return [unpackNumbers(x), unpackNumbers(y)];
  }

  rows(): Float64Array {
    const rows = this.payload.places["rows"] as PackedNumbers | undefined;
    return rows ? unpackNumbers(rows) : new Float64Array(this.size).fill(-1);
  }

  kindWords(entity: number): string {
    return this.kinds[this.kind[entity]][1];
  }

  #look(entity: number): number[] {
    return this.payload.entities.looks[this.#entityLook[entity]];
  }

  roles(entity: number): string[] {
    return this.payload.entities.roleSets[this.#look(entity)[1]];
  }

  isGuarded(entity: number): boolean {
    return this.payload.entities.guarded[this.#look(entity)[1]] === 1;
  }

  isSuspect(entity: number): boolean {
    return this.payload.entities.suspected[this.#look(entity)[1]] === 1;
  }

  countries(entity: number): string[] {
    return this.payload.entities.countrySets[this.#look(entity)[2]];
  }

  originators(entity: number): string[] {
    return this.payload.entities.originatorSets[this.#look(entity)[3]];
  }

  handling(entity: number): string {
    return this.payload.entities.handlings[this.#look(entity)[4]];
  }

  properties(entity: number): [string, string][] {
    return this.#entityProperties.get(entity) ?? [];
  }

  linkProps(link: number): [string, string][] {
    return this.#linkProperties.get(link) ?? [];
  }

  linkHandling(link: number): string {
    return this.payload.links.handlings[this.payload.links.looks[this.#linkLook[link]][2]];
  }

  grade(link: number): string {
    return this.payload.links.grades[this.payload.links.looks[this.#linkLook[link]][1]][0];
  }

  typeWords(link: number): string {
    return this.types[this.type[link]][1];
  }

  amountText(link: number): string {
    if (!this.currency[link]) return oneLine(this.payload.links.priced[String(link)] ?? "");
    const [code, digits] = this.currencies[this.currency[link]];
    return moneyText(this.amount[link], digits, code);
  }

  momentText(link: number): string {
    const said = this.payload.links.said[String(link)];
    return said === undefined ? momentText(this.at[link], this.grain[link], this.#seconds[link]) : oneLine(said);
  }

  yearOf(link: number): number {
    return dateOf(this.at[link]).getUTCFullYear();
  }

  // Caption, id and all texts, in letters that are compared alike.
  searchText(entity: number): string {
    this.#folded ??= new Array<string>(this.size);
    let text = this.#folded[entity];
    if (text === undefined) {
      const told = this.properties(entity).map(([, value]) => value);
      const all = [this.captions[entity], this.ids[entity], this.kindWords(entity), ...this.roles(entity), ...told];
      text = fold(all.join(" "));
      this.#folded[entity] = text;
    }
    return text;
  }
}
