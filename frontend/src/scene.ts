// What the network pane draws, however it is drawn: places, lines, sizes, marks.

import type { Camera } from "./camera";
import type { Marks } from "./canvasnet";
import type { Model } from "./model";
import type { Store } from "./store";
import { dayText } from "./moments";
import { plural } from "./text";

export const PLATE = 34;
const MOST_CURVES = 5;

export interface Scene {
  x: Float64Array;
  y: Float64Array;
  // Who stands for each entity: itself, or the syndicate that it is folded into.
  stand: Int32Array;
  // Entities drawn, and how many are folded into each.
  drawn: Int32Array;
  folded: Map<number, number>;
  radius: Float32Array;
  // Number of the part that an entity is in once targets are acted on, -1 for none.
  part: Int32Array | null;
  lines: Lines;
  theme: Theme | null;
}

// A chart along time: an entity is a level line, a link an arrow where it happened.
export interface Theme {
  from: number;
  to: number;
  width: number;
  // Where the line of each entity ends.
  end: Float64Array;
  links: number[];
  draw: (ctx: CanvasRenderingContext2D, model: Model, scene: Scene, camera: Camera, marks: Marks) => void;
}

export interface Lines {
  count: number;
  // Another number whenever other lines are shown.
  version: number;
  from: Int32Array;
  to: Int32Array;
  look: Uint8Array;
  bend: Float32Array;
  // First link on the line, and how many.
  link: Int32Array;
  many: Uint32Array;
}

// Which entity stands for each, given the syndicates that are closed.
export function standIns(model: Model, closed: ReadonlySet<number>): Int32Array {
  const stand = Int32Array.from({ length: model.size }, (_, one) => one);
  for (const { syndicate, members, things } of model.groups) {
    if (!closed.has(syndicate) || stand[syndicate] !== syndicate) continue;
    for (const one of [...members, ...things])
      if (stand[one] === one && one !== syndicate) stand[one] = syndicate;
  }
  return stand;
}

// Links in the order of the pairs that they join, so that parallel ones are beside each other.
export function pairOrder(model: Model, stand: Int32Array): Uint32Array {
  const keys = new Float64Array(model.linkCount);
  for (let link = 0; link < model.linkCount; link += 1) {
    const [a, b] = [stand[model.start[link]], stand[model.end[link]]];
    keys[link] = Math.min(a, b) * model.size + Math.max(a, b);
  }
  const order = Uint32Array.from({ length: model.linkCount }, (_, link) => link);
  return order.sort((a, b) => keys[a] - keys[b] || a - b);
}

export class LineMaker {
  readonly #lines: Lines;

  constructor(
    private readonly model: Model,
    private readonly stand: Int32Array,
    private readonly order: Uint32Array,
  ) {
    const size = model.linkCount;
    this.#lines = {
      count: 0,
      version: 0,
      from: new Int32Array(size),
      to: new Int32Array(size),
      look: new Uint8Array(size),
      bend: new Float32Array(size),
      link: new Int32Array(size),
      many: new Uint32Array(size),
    };
  }

  made(shown: Uint8Array): Lines {
    const [model, stand, order, lines] = [this.model, this.stand, this.order, this.#lines];
    lines.count = 0;
    lines.version += 1;
    const run: number[] = [];
    let [low, high] = [-1, -1];
    for (const link of order) {
      if (!shown[link]) continue;
      const [a, b] = [stand[model.start[link]], stand[model.end[link]]];
      if (a === b && model.start[link] !== model.end[link]) continue;
      const [least, most] = a < b ? [a, b] : [b, a];
      if (least !== low || most !== high) {
        this.#flush(run);
        [low, high] = [least, most];
      }
      run.push(link);
    }
    this.#flush(run);
    return lines;
  }

  #flush(run: number[]): void {
    if (run.length === 1) this.#add(run, 0);
    else if (run.length <= MOST_CURVES) this.#spread(run.map((link) => [link]));
    else {
      const { model, stand } = this;
      const alike = new Map<number, number[]>();
      for (const link of run) {
        const forth = stand[model.start[link]] < stand[model.end[link]] ? 1 : 0;
        const key = (model.type[link] * 4 + model.style[link]) * 2 + forth;
        const group = alike.get(key);
        if (group) group.push(link);
        else alike.set(key, [link]);
      }
      this.#spread([...alike.values()]);
    }
    run.length = 0;
  }

  #spread(groups: number[][]): void {
    const step = Math.min(0.22, 0.9 / groups.length);
    groups.forEach((group, at) => this.#add(group, step * (at - (groups.length - 1) / 2)));
  }

  #add(links: number[], bend: number): void {
    const [model, stand, lines] = [this.model, this.stand, this.#lines];
    const [first, at] = [links[0], lines.count];
    lines.from[at] = stand[model.start[first]];
    lines.to[at] = stand[model.end[first]];
    lines.look[at] = model.family[first] * 3 + model.style[first];
    // Left of one direction is right of the other.
    lines.bend[at] = lines.from[at] < lines.to[at] ? bend : -bend;
    lines.link[at] = first;
    lines.many[at] = links.length;
    lines.count += 1;
  }
}

export function drawnOf(store: Store, stand: Int32Array): { drawn: Int32Array; folded: Map<number, number> } {
  const { masks, model } = store;
  const folded = new Map<number, number>();
  const seen = new Uint8Array(model.size);
  for (let one = 0; one < model.size; one += 1) {
    if (!masks.entities[one]) continue;
    const front = stand[one];
    seen[front] = 1;
    if (front !== one) folded.set(front, (folded.get(front) ?? 0) + 1);
  }
  const drawn: number[] = [];
  for (let one = 0; one < model.size; one += 1) if (seen[one]) drawn.push(one);
  return { drawn: Int32Array.from(drawn), folded };
}

export function radii(store: Store): Float32Array {
  const { model, state } = store;
  const made = new Float32Array(model.size).fill(PLATE / 2);
  const score = model.scores[state.score];
  if (!score) return made;
  for (let one = 0; one < model.size; one += 1) {
    const value = score.values[one];
    // By area: twice the score is twice the ink.
    made[one] = value < 0 ? PLATE * 0.32 : PLATE * (0.32 + 0.78 * Math.sqrt(value / 1000));
  }
  return made;
}

// Words on a line: what was paid and when, or what the link says.
export function lineWords(model: Model, link: number, many: number): string {
  if (many > 1) return `${plural(many, "link", "links")} ${model.typeWords(link)}`;
  const amount = model.amountText(link);
  const day = model.grain[link] ? (model.grain[link] <= 2 ? dayText(model.at[link]) : model.momentText(link)) : "";
  if (amount) return [amount, day].filter(Boolean).join(" · ");
  return [model.typeWords(link), day].filter(Boolean).join(" · ");
}
