// Who is linked to whom, found at once.

import type { Model } from "./model";

export class Graph {
  readonly #begins: Uint32Array;
  readonly #arcs: Uint32Array;

  constructor(private readonly model: Model) {
    const { size, linkCount, start, end } = model;
    this.#begins = new Uint32Array(size + 1);
    for (let link = 0; link < linkCount; link += 1) {
      this.#begins[start[link] + 1] += 1;
      this.#begins[end[link] + 1] += 1;
    }
    for (let entity = 0; entity < size; entity += 1) this.#begins[entity + 1] += this.#begins[entity];
    const next = this.#begins.slice();
    this.#arcs = new Uint32Array(2 * linkCount);
    for (let link = 0; link < linkCount; link += 1) {
      this.#arcs[next[start[link]]++] = link;
      this.#arcs[next[end[link]]++] = link;
    }
  }

  // Links of an entity, by number; one with itself comes twice.
  linksOf(entity: number): Uint32Array {
    return this.#arcs.subarray(this.#begins[entity], this.#begins[entity + 1]);
  }

  otherEnd(link: number, entity: number): number {
    return this.model.start[link] === entity ? this.model.end[link] : this.model.start[link];
  }

  neighbours(entity: number, links: Uint8Array | null = null): number[] {
    const found = new Set<number>();
    for (const link of this.linksOf(entity)) if (!links || links[link]) found.add(this.otherEnd(link, entity));
    found.delete(entity);
    return [...found].sort((a, b) => a - b);
  }
}
