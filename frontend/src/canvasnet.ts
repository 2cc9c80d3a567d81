// The network on a 2D canvas: few paths, only what is in view, labels where they have room.

import { Camera } from "./camera";
import type { Model } from "./model";
import { PLATE, type Scene, lineWords } from "./scene";
import { addShape } from "./shapes";
import type { State } from "./store";
import { shortened } from "./text";

const BATCH = 2000;
const FILLED = 400;
// While the view moves, of more lines only some are drawn.
const MOST_LINES_MOVING = 8000;
const MOST_ARROWS = 2000;
const MOST_DASHED = 4000;
const MOST_LINE_LABELS = 260;
const MOST_LABELS = 420;
const MOST_LEADING = 14;
const ICON_FROM = 8;
const ATLAS = 96;
// An icon's plate fills this share of its picture.
const PLATE_SHARE = 0.62;
const DASHES = [[], [7, 5], [2, 4]];
export const FONT = '12px system-ui, "Segoe UI", "Noto Sans", sans-serif';
const SMALL_FONT = '10.5px system-ui, "Segoe UI", "Noto Sans", sans-serif';
const TINTS = ["#a9cdf0", "#fbc98c", "#a9dbaa", "#d5baea", "#f2aebb", "#d6cf92", "#a3dad7", "#cfcfcf"];

export interface Under {
  draw(scene: Scene, camera: Camera): void;
  hide(): void;
}

export interface Marks {
  selection: ReadonlySet<number>;
  near: ReadonlySet<number>;
  found: ReadonlySet<number>;
  path: ReadonlySet<number>;
  pathEnds: ReadonlySet<number>;
  marked: ReadonlyMap<number, string>;
  warned: ReadonlySet<number>;
  hover: number;
}

export class CanvasNet {
  readonly element: HTMLCanvasElement;
  // Draws many lines in place of the canvas, where a graphics card can.
  under: Under | null = null;
  readonly #ctx: CanvasRenderingContext2D;
  readonly #atlas: (HTMLCanvasElement | null)[] = [];
  readonly #widths = new Map<string, number>();
  #ratio = 1;

  constructor(
    private readonly model: Model,
    private readonly onIcons: () => void,
  ) {
    this.element = document.createElement("canvas");
    this.#ctx = this.element.getContext("2d") as CanvasRenderingContext2D;
    this.#readIcons();
  }

  #readIcons(): void {
    this.model.icons.forEach((address, at) => {
      this.#atlas.push(null);
      const image = new Image();
      image.onload = () => {
        const cell = document.createElement("canvas");
        cell.width = ATLAS;
        cell.height = ATLAS;
        cell.getContext("2d")?.drawImage(image, 0, 0, ATLAS, ATLAS);
        this.#atlas[at] = cell;
        if (this.#atlas.every(Boolean)) this.onIcons();
      };
      image.src = address;
    });
  }

  resize(width: number, height: number, ratio = Math.min(2, window.devicePixelRatio || 1)): void {
    this.#ratio = ratio;
    this.element.width = Math.max(1, Math.round(width * ratio));
    this.element.height = Math.max(1, Math.round(height * ratio));
  }

  draw(scene: Scene, camera: Camera, state: State, marks: Marks, moving: boolean): void {
    const [ctx] = [this.#ctx];
    ctx.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    ctx.clearRect(0, 0, camera.width, camera.height);
    if (!this.under) {
      ctx.fillStyle = "#ffffff";
      ctx.fillRect(0, 0, camera.width, camera.height);
    } else this.under.hide();
    const shown = this.#inView(scene, camera);
    if (scene.part) this.#drawParts(scene, camera, shown);
    const lines = scene.theme ? [] : this.#drawLines(scene, camera, marks, moving);
    scene.theme?.draw(ctx, this.model, scene, camera, marks);
    this.#drawNodes(scene, camera, shown, marks);
    if (!moving) this.#drawLabels(scene, camera, state, shown, lines, marks);
    this.#drawNotes(camera, state);
  }

  #inView({ drawn, x, y }: Scene, camera: Camera): number[] {
    const [left, top] = camera.world(-40, -40);
    const [right, bottom] = camera.world(camera.width + 40, camera.height + 40);
    const shown: number[] = [];
    for (const one of drawn)
      if (x[one] >= left && x[one] <= right && y[one] >= top && y[one] <= bottom) shown.push(one);
    return shown;
  }

  #drawParts(scene: Scene, camera: Camera, shown: number[]): void {
    const byTint = new Map<number, number[]>();
    for (const one of shown) {
      const part = (scene.part as Int32Array)[one];
      if (part < 0) continue;
      const tint = Math.min(part, TINTS.length - 1);
      byTint.set(tint, [...(byTint.get(tint) ?? []), one]);
    }
    for (const [tint, entities] of byTint) {
      this.#ctx.fillStyle = TINTS[tint];
      this.#ctx.beginPath();
      for (const one of entities) {
        const [x, y] = camera.screen(scene.x[one], scene.y[one]);
        const r = Math.max(9, scene.radius[one] * camera.scale * 1.9);
        this.#ctx.moveTo(x + r, y);
        this.#ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
      this.#ctx.fill();
    }
  }

  // Returns the lines in view, by number.
  #drawLines(scene: Scene, camera: Camera, marks: Marks, moving: boolean): number[] {
    const { lines, x, y } = scene;
    const [left, top] = camera.world(0, 0);
    const [right, bottom] = camera.world(camera.width, camera.height);
    const inView: number[] = [];
    const { from, to } = lines;
    for (let at = 0; at < lines.count; at += 1) {
      const ax = x[from[at]];
      const bx = x[to[at]];
      if ((ax < left && bx < left) || (ax > right && bx > right)) continue;
      const ay = y[from[at]];
      const by = y[to[at]];
      if ((ay < top && by < top) || (ay > bottom && by > bottom)) continue;
      inView.push(at);
    }
    if (this.under && inView.length > MOST_DASHED && marks.selection.size === 0) {
      this.under.draw(scene, camera);
      return inView;
    }
    const stride = moving ? Math.max(1, Math.ceil(inView.length / MOST_LINES_MOVING)) : 1;
    const quiet = marks.selection.size > 0 || marks.path.size > 0;
    const buckets = new Map<number, number[]>();
    for (let n = 0; n < inView.length; n += 1) {
      const at = inView[n];
      const loud = quiet && this.#isLoud(scene, at, marks);
      if (n % stride && !loud) continue;
      const key = lines.look[at] + (loud ? 100 : 0);
      const bucket = buckets.get(key);
      if (bucket) bucket.push(at);
      else buckets.set(key, [at]);
    }
    const dashed = inView.length <= MOST_DASHED;
    const thin = camera.scale < 0.25 || inView.length > MOST_DASHED;
    const faint = inView.length > 20_000 ? 0.1 : inView.length > 8000 ? 0.17 : inView.length > 3000 ? 0.28 : 0.45;
    for (const key of [...buckets.keys()].sort((a, b) => a - b)) {
      const loud = key >= 100;
      const look = key % 100;
      const [ctx] = [this.#ctx];
      ctx.globalAlpha = loud ? 1 : quiet ? Math.min(0.16, faint) : thin ? faint : 0.75;
      ctx.strokeStyle = this.model.families[Math.floor(look / 3)][1];
      ctx.fillStyle = ctx.strokeStyle;
      ctx.lineWidth = loud ? 2.2 : thin ? 0.7 : 1.25;
      ctx.setLineDash(dashed ? DASHES[look % 3] : []);
      const bucket = buckets.get(key) as number[];
      for (let begin = 0; begin < bucket.length; begin += BATCH)
        this.#strokeLines(scene, camera, bucket.slice(begin, begin + BATCH), thin);
      ctx.setLineDash([]);
      if (inView.length <= MOST_ARROWS && camera.scale > 0.22) this.#fillArrows(scene, camera, bucket);
    }
    this.#ctx.globalAlpha = 1;
    this.#drawPath(scene, camera, inView, marks);
    return inView;
  }

  #isLoud(scene: Scene, at: number, marks: Marks): boolean {
    const { lines } = scene;
    if (marks.path.has(lines.link[at])) return true;
    return marks.selection.has(lines.from[at]) || marks.selection.has(lines.to[at]);
  }

  #drawPath(scene: Scene, camera: Camera, inView: number[], marks: Marks): void {
    const onPath = inView.filter((at) => marks.path.has(scene.lines.link[at]));
    if (!onPath.length) return;
    this.#ctx.strokeStyle = "#e07b00";
    this.#ctx.globalAlpha = 0.55;
    this.#ctx.lineWidth = 7;
    this.#strokeLines(scene, camera, onPath, false);
    this.#ctx.globalAlpha = 1;
  }

  #strokeLines(scene: Scene, camera: Camera, some: number[], straight: boolean): void {
    const ctx = this.#ctx;
    const { lines, x, y } = scene;
    const { scale, offsetX, offsetY } = camera;
    ctx.beginPath();
    for (const at of some) {
      const [one, other] = [lines.from[at], lines.to[at]];
      const ax = x[one] * scale + offsetX;
      const ay = y[one] * scale + offsetY;
      if (one === other) {
        const r = Math.max(2.5, 13 * scale) * (1 + 2 * Math.abs(lines.bend[at]));
        if (straight && r < 4) continue;
        ctx.moveTo(ax + r, ay - 2 * r);
        ctx.arc(ax, ay - 2 * r, r, 0, 2 * Math.PI);
        continue;
      }
      const bx = x[other] * scale + offsetX;
      const by = y[other] * scale + offsetY;
      ctx.moveTo(ax, ay);
      if (straight || !lines.bend[at]) ctx.lineTo(bx, by);
      else {
        const [cx, cy] = bent(ax, ay, bx, by, lines.bend[at]);
        ctx.quadraticCurveTo(cx, cy, bx, by);
      }
    }
    ctx.stroke();
  }

  #fillArrows(scene: Scene, camera: Camera, some: number[]): void {
    const [ctx] = [this.#ctx];
    const { lines, x, y } = scene;
    const size = Math.max(4, Math.min(9, 9 * camera.scale));
    ctx.beginPath();
    for (const at of some) {
      if (lines.from[at] === lines.to[at]) continue;
      const [ax, ay] = camera.screen(x[lines.from[at]], y[lines.from[at]]);
      const [bx, by] = camera.screen(x[lines.to[at]], y[lines.to[at]]);
      const [cx, cy] = bent(ax, ay, bx, by, lines.bend[at]);
      const angle = Math.atan2(by - cy, bx - cx);
      const back = plateRadius(scene, lines.to[at], camera.scale) + 2;
      const [tipX, tipY] = [bx - back * Math.cos(angle), by - back * Math.sin(angle)];
      ctx.moveTo(tipX, tipY);
      ctx.lineTo(tipX - size * Math.cos(angle - 0.42), tipY - size * Math.sin(angle - 0.42));
      ctx.lineTo(tipX - size * Math.cos(angle + 0.42), tipY - size * Math.sin(angle + 0.42));
      ctx.closePath();
    }
    ctx.fill();
  }

  #drawNodes(scene: Scene, camera: Camera, shown: number[], marks: Marks): void {
    const [ctx, model] = [this.#ctx, this.model];
    const quiet = marks.selection.size > 0 && camera.scale > 0.05;
    const small = new Map<number, number[]>();
    for (const one of shown) {
      const r = plateRadius(scene, one, camera.scale);
      const icon = this.#atlas[model.icon[one]];
      if (r < ICON_FROM || !icon) {
        if (!small.has(model.kind[one])) small.set(model.kind[one], []);
        continue;
      }
      ctx.globalAlpha = quiet && !marks.selection.has(one) && !marks.near.has(one) ? 0.45 : 1;
      const [x, y] = camera.screen(scene.x[one], scene.y[one]);
      const size = (2 * r) / PLATE_SHARE;
      ctx.drawImage(icon, x - size / 2, y - size / 2, size, size);
    }
    ctx.globalAlpha = 1;
    if (small.size) this.#drawSmall(scene, camera, shown, small);
    this.#drawMarks(scene, camera, shown, marks);
  }

  #drawSmall(scene: Scene, camera: Camera, shown: number[], byKind: Map<number, number[]>): void {
    const { model } = this;
    const ctx = this.#ctx;
    const { scale, offsetX, offsetY } = camera;
    const rings: number[] = [];
    for (const one of shown) {
      const r = plateRadius(scene, one, scale);
      if (r >= ICON_FROM && this.#atlas[model.icon[one]]) continue;
      byKind.get(model.kind[one])?.push(one);
      if (r > 2.2 && model.isSuspect(one)) rings.push(one);
    }
    for (const [kind, entities] of byKind) {
      const [, , shape, colour] = model.kinds[kind];
      ctx.fillStyle = colour;
      // One path of thousands takes longer to fill than many of a few hundred.
      for (let begin = 0; begin < entities.length; begin += FILLED) {
        ctx.beginPath();
        for (let at = begin; at < Math.min(entities.length, begin + FILLED); at += 1) {
          const one = entities[at];
          const x = scene.x[one] * scale + offsetX;
          const y = scene.y[one] * scale + offsetY;
          const r = plateRadius(scene, one, scale);
          // Of so few pixels no shape can be seen.
          if (r < 2.6) ctx.rect(x - r, y - r, 2 * r, 2 * r);
          else addShape(ctx, shape, x, y, r);
        }
        ctx.fill();
      }
    }
    ctx.strokeStyle = "#b3261e";
    ctx.lineWidth = 1.4;
    ctx.beginPath();
    for (const one of rings) {
      const [x, y] = camera.screen(scene.x[one], scene.y[one]);
      const r = plateRadius(scene, one, scale) + 2;
      ctx.moveTo(x + r, y);
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
    ctx.stroke();
  }

  #drawMarks(scene: Scene, camera: Camera, shown: number[], marks: Marks): void {
    const { found, pathEnds, warned, selection, marked, hover } = marks;
    const any = found.size + pathEnds.size + warned.size + selection.size + marked.size + scene.folded.size;
    if (!any && hover < 0) return;
    for (const one of shown) {
      const [x, y] = camera.screen(scene.x[one], scene.y[one]);
      const r = plateRadius(scene, one, camera.scale);
      if (found.has(one)) this.#ring(x, y, r + 5, "#c27a00", 2.5, [3, 3]);
      if (pathEnds.has(one)) this.#ring(x, y, r + 5, "#e07b00", 3, []);
      if (warned.has(one)) this.#ring(x, y, r + 6, "#7a3e9d", 2.5, [2, 3]);
      if (selection.has(one)) this.#ring(x, y, r + 5, "#0b5cab", 3.5, []);
      else if (hover === one) this.#ring(x, y, r + 4, "#5b6b7b", 1.5, []);
      if (marked.has(one)) this.#crosshair(x, y, r + 3);
      const folded = scene.folded.get(one);
      if (folded) this.#badge(x + r * 0.9, y - r * 0.9, `+${folded}`);
    }
  }

  #ring(x: number, y: number, r: number, colour: string, width: number, dash: number[]): void {
    const [ctx] = [this.#ctx];
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  #crosshair(x: number, y: number, r: number): void {
    const [ctx] = [this.#ctx];
    const reach = r > 9 ? 9 : 4;
    this.#ring(x, y, r + 2, "#b3001b", r > 9 ? 3 : 2, []);
    ctx.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      ctx.moveTo(x + dx * (r - 3), y + dy * (r - 3));
      ctx.lineTo(x + dx * (r + reach), y + dy * (r + reach));
    }
    ctx.stroke();
  }

  #badge(x: number, y: number, words: string): void {
    const [ctx] = [this.#ctx];
    ctx.font = `600 ${SMALL_FONT}`;
    const width = ctx.measureText(words).width + 8;
    ctx.fillStyle = "#1c2733";
    ctx.beginPath();
    ctx.roundRect(x - 4, y - 8, width, 15, 7);
    ctx.fill();
    ctx.fillStyle = "#fff";
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(words, x, y);
  }

  #drawLabels(scene: Scene, camera: Camera, state: State, shown: number[], lines: number[], marks: Marks): void {
    const room = new Room(camera.width, camera.height);
    const labels = new Room(camera.width, camera.height);
    if (shown.length < 1500)
      for (const one of shown) {
        const [x, y] = camera.screen(scene.x[one], scene.y[one]);
        const r = plateRadius(scene, one, camera.scale);
        room.take(x - r, y - r, x + r, y + r);
      }
    this.#labelNodes(scene, camera, this.#firstOnes(scene, state, shown, marks), room, labels, marks);
    if (lines.length <= MOST_LINE_LABELS * 4 && camera.scale >= 0.5) this.#labelLines(scene, camera, lines, room, marks);
  }

  #firstOnes(scene: Scene, state: State, shown: number[], marks: Marks): number[] {
    const values = this.model.scores[Math.max(0, state.score)]?.values;
    const weight = (one: number): number =>
      (marks.selection.has(one) || marks.hover === one ? 1e7 : 0) +
      (marks.marked.has(one) || marks.pathEnds.has(one) ? 1e6 : 0) +
      (marks.near.has(one) ? 1e5 : 0) +
      (scene.folded.has(one) || this.model.kinds[this.model.kind[one]][0] === "Syndicate" ? 5000 : 0) +
      (this.model.kinds[this.model.kind[one]][0] === "Person" ? 1500 : 0) +
      (this.model.isSuspect(one) ? 600 : 0) +
      Math.max(0, values?.[one] ?? 0);
    const weights = new Map(shown.map((one) => [one, weight(one)]));
    const sorted = [...shown].sort((a, b) => (weights.get(b) as number) - (weights.get(a) as number) || a - b);
    return sorted.slice(0, mostLabels(shown.length));
  }

  #labelNodes(scene: Scene, camera: Camera, some: number[], room: Room, labels: Room, marks: Marks): void {
    const [ctx, model] = [this.#ctx, this.model];
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    const least = some.length > 900 ? 3 : 0;
    let first = 0;
    for (const one of some) {
      const r = plateRadius(scene, one, camera.scale);
      const loud = (marks.selection.has(one) && marks.selection.size < 6) || marks.hover === one;
      const leading = marks.marked.has(one) || marks.pathEnds.has(one) || first < MOST_LEADING;
      if (r < least && !loud) continue;
      const [x, y] = camera.screen(scene.x[one], scene.y[one]);
      const words = shortened(model.captions[one], 26);
      const bold = loud || leading ? `600 ${FONT}` : FONT;
      const wide = this.#width(words, bold) + 8;
      const under = camera.scale > 0.62 && !scene.theme ? this.#under(one, marks) : "";
      const high = under ? 27 : 14;
      // Along time a label stands before its line, else below its entity.
      const left = scene.theme ? x - r - 8 - wide : x - wide / 2;
      const ringed = model.roles(one).length ? r * 0.55 : 0;
      const top = scene.theme ? y - 7 : y + r + ringed + 3;
      const isFree = labels.isFree(left, top, left + wide, top + high);
      // The most important few may lie over other entities, never over another label.
      const leads = leading && isFree;
      if (!loud && !leads && !(isFree && room.isFree(left, top, left + wide, top + high))) continue;
      first += 1;
      for (const taken of [room, labels]) taken.take(left, top, left + wide, top + high);
      ctx.globalAlpha = marks.selection.size && !loud && !marks.near.has(one) ? 0.5 : 1;
      ctx.font = bold;
      this.#halo(words, left + wide / 2, top, "#1c2733");
      if (!under) continue;
      ctx.font = SMALL_FONT;
      this.#halo(under, x, top + 14, "#4c5a68");
    }
    ctx.globalAlpha = 1;
  }

  #under(one: number, marks: Marks): string {
    const led = marks.marked.get(one);
    const countries = this.model.countries(one).join(" ");
    const parts = [...this.model.roles(one), led ? `${led} acts` : countries].filter(Boolean);
    return shortened(parts.join(" · "), 34);
  }

  #labelLines(scene: Scene, camera: Camera, lines: number[], room: Room, marks: Marks): void {
    const [ctx, model] = [this.#ctx, this.model];
    ctx.textBaseline = "middle";
    ctx.font = SMALL_FONT;
    let drawn = 0;
    const loudFirst = [...lines].sort((a, b) => Number(this.#isLoud(scene, b, marks)) - Number(this.#isLoud(scene, a, marks)));
    for (const at of loudFirst) {
      if (drawn >= MOST_LINE_LABELS) break;
      const { from, to, bend, link, many, look } = scene.lines;
      if (from[at] === to[at]) continue;
      const [ax, ay] = camera.screen(scene.x[from[at]], scene.y[from[at]]);
      const [bx, by] = camera.screen(scene.x[to[at]], scene.y[to[at]]);
      const words = lineWords(model, link[at], many[at]);
      const half = this.#width(words, SMALL_FONT) / 2 + 3;
      if (Math.hypot(bx - ax, by - ay) < half * 1.3) continue;
      const [cx, cy] = bent(ax, ay, bx, by, bend[at]);
      const [x, y] = [(ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4];
      if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
      if (!room.isFree(x - half, y - 7, x + half, y + 7)) continue;
      room.take(x - half, y - 7, x + half, y + 7);
      if (marks.selection.size && !this.#isLoud(scene, at, marks)) continue;
      ctx.fillStyle = "rgba(255,255,255,.88)";
      ctx.fillRect(x - half, y - 6, half * 2, 12);
      ctx.fillStyle = model.families[Math.floor(look[at] / 3)][1];
      ctx.fillText(words, x, y);
      drawn += 1;
    }
  }

  #halo(words: string, x: number, y: number, colour: string): void {
    const [ctx] = [this.#ctx];
    ctx.strokeStyle = "rgba(255,255,255,.92)";
    ctx.lineWidth = 3.5;
    ctx.strokeText(words, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(words, x, y);
  }

  #width(words: string, font: string): number {
    const key = font[0] + font[1] + words;
    let width = this.#widths.get(key);
    if (width === undefined) {
      this.#ctx.font = font;
      width = this.#ctx.measureText(words).width;
      if (this.#widths.size > 60_000) this.#widths.clear();
      this.#widths.set(key, width);
    }
    return width;
  }

  #drawNotes(camera: Camera, state: State): void {
    const [ctx] = [this.#ctx];
    for (const note of state.notes) {
      const [x, y] = camera.screen(note.x, note.y);
      const lines = wrapped(note.text, 34);
      ctx.font = FONT;
      const wide = Math.max(...lines.map((line) => ctx.measureText(line).width)) + 16;
      ctx.fillStyle = "#fff6cf";
      ctx.strokeStyle = "#a98600";
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.roundRect(x, y, wide, lines.length * 16 + 10, 3);
      ctx.fill();
      ctx.stroke();
      ctx.fillStyle = "#1c2733";
      ctx.textAlign = "left";
      ctx.textBaseline = "top";
      lines.forEach((line, at) => ctx.fillText(line, x + 8, y + 6 + at * 16));
    }
  }
}


function mostLabels(shown: number): number {
  return shown > 3000 ? 60 : MOST_LABELS;
}

// Small, but to be seen: the least is more where few are drawn.
export function plateRadius(scene: Scene, one: number, scale: number): number {
  const many = scene.drawn.length;
  const least = many > 4000 ? 1.7 : many > 1200 ? 2.4 : many > 350 ? 3.6 : 4.6;
  const share = scene.radius[one] / (PLATE / 2);
  return Math.min(34, Math.max(least * Math.min(1.8, share), scene.radius[one] * scale));
}

export function bent(ax: number, ay: number, bx: number, by: number, bend: number): [number, number] {
  return [(ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend];
}

export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line) => shortened(line, most * 2));
}

// Where a label has been put, in squares of a few pixels.
export class Room {
  static readonly #CELL = 7;
  readonly #columns: number;
  readonly #rows: number;
  readonly #taken: Uint8Array;

  constructor(width: number, height: number) {
    this.#columns = Math.ceil(width / Room.#CELL) + 1;
    this.#rows = Math.ceil(height / Room.#CELL) + 1;
    this.#taken = new Uint8Array(this.#columns * this.#rows);
  }

  #cells(left: number, top: number, right: number, bottom: number): [number, number, number, number] {
    const inside = (value: number, most: number): number => Math.max(0, Math.min(most - 1, Math.floor(value / Room.#CELL)));
    return [inside(left, this.#columns), inside(top, this.#rows), inside(right, this.#columns), inside(bottom, this.#rows)];
  }

  isFree(left: number, top: number, right: number, bottom: number): boolean {
    const [x0, y0, x1, y1] = this.#cells(left, top, right, bottom);
    for (let y = y0; y <= y1; y += 1)
      for (let x = x0; x <= x1; x += 1) if (this.#taken[y * this.#columns + x]) return false;
    return true;
  }

  take(left: number, top: number, right: number, bottom: number): void {
    const [x0, y0, x1, y1] = this.#cells(left, top, right, bottom);
    for (let y = y0; y <= y1; y += 1)
      for (let x = x0; x <= x1; x += 1) this.#taken[y * this.#columns + x] = 1;
  }
}
