// The network pane: what it draws, and what a pointer or a key does on it.

import { Camera } from "./camera";
import { CanvasNet, type Marks, bent, plateRadius } from "./canvasnet";
import { LineMaker, type Scene, drawnOf, pairOrder, radii, standIns } from "./scene";
import { type Layout, type Part, type Store, toggled } from "./store";
import type { Placed } from "./theme";

export type Tool = "pointer" | "lasso" | "marquee" | "note";
type Point = [number, number];

// What a board can and a notebook's view does without.
export interface More {
  themeOf?: (store: Store, stand: Int32Array) => Placed;
  partsOf?: (store: Store) => Int32Array | null;
}

const SETTLED_MS = 140;
const PICK_PX = 6;
const NEAR_EDGE = 3000;
// What moves nobody: marks and words of it are drawn over the scene.
const ASIDE: Part[] = ["selection", "link", "query", "notes", "path", "zero"];

export class NetPane {
  tool: Tool = "pointer";
  readonly camera = new Camera(1, 1);
  scene: Scene;
  onTool: (tool: Tool) => void = () => undefined;
  onNote: (x: number, y: number, at: Point) => void = () => undefined;
  readonly canvasNet: CanvasNet;
  #marks: Marks;
  #maker: LineMaker;
  readonly #places = new Map<Layout, [Float64Array, Float64Array]>();
  #frame = 0;
  #moving = 0;
  #drag: { at: Point; from: Point; kind: "pan" | "node" | "lasso" | "marquee"; node: number; fresh: boolean } | null = null;
  #trail: Point[] = [];
  #hover = -1;
  #found: ReadonlySet<number> = new Set();
  #fitted = false;

  constructor(
    readonly store: Store,
    readonly host: HTMLElement,
    private readonly more: More = {},
  ) {
    this.canvasNet = new CanvasNet(store.model, () => {
      this.host.dataset["icons"] = "yes";
      this.redraw();
    });
    const stand = standIns(store.model, store.state.closed);
    this.#maker = new LineMaker(store.model, stand, pairOrder(store.model, stand));
    this.scene = this.#freshScene(stand);
    this.#marks = this.#freshMarks();
    this.#mount();
    store.listen((parts) => this.#hear(parts));
    new ResizeObserver(() => this.#resize()).observe(host);
  }

  #mount(): void {
    const { element } = this.canvasNet;
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute(
      "aria-label",
      "Network. Arrow keys move the view, plus and minus zoom, 0 shows all. The list holds the same entities.",
    );
    this.host.append(element);
    element.addEventListener("pointerdown", (event) => this.#press(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    element.addEventListener("pointerup", (event) => this.#release(event));
    element.addEventListener("pointercancel", () => this.#letGo());
    element.addEventListener("pointerleave", () => this.#point(-1));
    element.addEventListener("dblclick", (event) => this.#open(event));
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  #freshScene(stand: Int32Array): Scene {
    const { store } = this;
    const [x, y] = this.#placesOf(store.state.layout);
    const { drawn, folded } = drawnOf(store, stand);
    const scene: Scene = {
      x, y, stand, drawn, folded,
      radius: radii(store),
      part: this.more.partsOf?.(store) ?? null,
      lines: this.#maker.made(store.masks.links),
      theme: null,
    };
    if (store.state.layout === "time" && this.more.themeOf) Object.assign(scene, this.more.themeOf(store, stand));
    return scene;
  }

  #placesOf(layout: Layout): [Float64Array, Float64Array] {
    const kept = layout === "time" ? "force" : layout;
    let whole = this.#places.get(kept);
    if (!whole) {
      whole = this.store.model.places(kept);
      this.#places.set(kept, whole);
    }
    const moved = this.store.state.moved;
    if (moved.size === 0) return whole;
    const [x, y] = [whole[0].slice(), whole[1].slice()];
    for (const [key, place] of moved) {
      const [name, number] = key.split(":");
      if (name === layout) [x[Number(number)], y[Number(number)]] = place;
    }
    return [x, y];
  }

  #freshMarks(): Marks {
    const { store } = this;
    const { selection, path, marked } = store.state;
    const near = new Set<number>();
    for (const one of selection)
      for (const other of store.graph.neighbours(one, store.masks.links)) {
        near.add(this.scene.stand[other]);
        if (near.size > NEAR_EDGE) break;
      }
    const ends = new Set<number>();
    for (const link of path) {
      ends.add(store.model.start[link]);
      ends.add(store.model.end[link]);
    }
    return {
      selection, near, marked, hover: this.#hover, found: this.#found,
      path: new Set(path), pathEnds: ends, warned: this.warned,
    };
  }

  warned: ReadonlySet<number> = new Set();

  #hear(parts: ReadonlySet<Part>): void {
    const has = (...names: Part[]): boolean => names.some((name) => parts.has(name));
    if (has("closed")) {
      const stand = standIns(this.store.model, this.store.state.closed);
      this.#maker = new LineMaker(this.store.model, stand, pairOrder(this.store.model, stand));
      this.scene = this.#freshScene(stand);
    } else if ([...parts].some((part) => !ASIDE.includes(part))) {
      this.scene = this.#freshScene(this.scene.stand);
    }
    this.#marks = this.#freshMarks();
    if (has("layout")) this.fit();
    this.redraw();
  }

  showFound(found: ReadonlySet<number>): void {
    this.#found = found;
    this.#marks = this.#freshMarks();
    this.redraw();
  }

  showWarned(warned: ReadonlySet<number>): void {
    this.warned = warned;
    this.#marks = this.#freshMarks();
    this.redraw();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.host;
    if (!clientWidth || !clientHeight) return;
    const { camera } = this;
    camera.pan((clientWidth - camera.width) / 2, (clientHeight - camera.height) / 2);
    camera.width = clientWidth;
    camera.height = clientHeight;
    this.canvasNet.resize(clientWidth, clientHeight);
    if (!this.#fitted) this.fit();
    this.#drawNow();
  }

  box(entities: Iterable<number> = this.scene.drawn): [number, number, number, number] | null {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const one of entities) {
      // Whoever has no dated link stands nowhere along time.
      const [x, y] = [this.scene.x[one], this.scene.y[one]];
      if (x === Infinity) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    if (left > right) return null;
    const end = this.scene.theme ? Math.max(right, this.scene.theme.width) : right;
    return [left, top, end, bottom];
  }

  fit(): void {
    const box = this.box();
    this.#fitted = true;
    if (box && this.scene.theme) this.#fitTime(box[1], this.scene.theme.width);
    else if (box) this.camera.fit(...box);
    this.redraw();
  }

  // Along time the whole span is in view, from the first line down.
  #fitTime(top: number, width: number): void {
    const { camera } = this;
    camera.scale = Math.min(1, Math.max(0.2, (camera.width - 220) / width));
    camera.offsetX = 190;
    camera.offsetY = 44 - top * camera.scale;
  }

  // Bring an entity into the middle, near enough to read.
  focus(entity: number): void {
    const front = this.scene.stand[entity];
    const x = this.scene.x[front];
    if (x === Infinity) return;
    const scale = Math.max(0.9, Math.min(1.6, this.camera.scale));
    this.camera.centre(x, this.scene.y[front], scale);
    this.redraw();
  }

  frameAll(entities: Iterable<number>): void {
    const box = this.box([...entities].map((one) => this.scene.stand[one]));
    if (box) this.camera.fit(...box, 1.2);
    this.redraw();
  }

  redraw(): void {
    this.#frame ||= requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.camera.width < 2) return;
    const quick = this.#moving > 0 && this.scene.drawn.length > 700;
    this.canvasNet.draw(this.scene, this.camera, this.store.state, this.#marks, quick);
    this.#drawTrail();
    this.host.dataset["drawn"] = "yes";
  }

  #keepMoving(): void {
    clearTimeout(this.#moving);
    this.#moving = window.setTimeout(() => {
      this.#moving = 0;
      this.redraw();
    }, SETTLED_MS);
    this.redraw();
  }

  zoom(by: number): void {
    this.camera.zoom(by);
    this.#keepMoving();
  }

  #drawTrail(): void {
    if (this.#trail.length < 2) return;
    const ctx = this.canvasNet.element.getContext("2d") as CanvasRenderingContext2D;
    ctx.beginPath();
    const outline = this.#drag?.kind === "marquee" ? boxOf(this.#trail[0], this.#trail[this.#trail.length - 1]) : this.#trail;
    outline.forEach(([x, y], at) => (at ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = "rgba(11,92,171,.10)";
    ctx.fill();
    ctx.strokeStyle = "#0b5cab";
    ctx.lineWidth = 1.5;
    ctx.setLineDash([5, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  // What stands under a point: an entity, -1 for none.
  pick(x: number, y: number): number {
    let [best, nearest] = [-1, Infinity];
    for (const one of this.scene.drawn) {
      const [px, py] = this.camera.screen(this.scene.x[one], this.scene.y[one]);
      const away = Math.hypot(px - x, py - y);
      if (away < plateRadius(this.scene, one, this.camera.scale) + 4 && away < nearest) [best, nearest] = [one, away];
    }
    return best;
  }

  pickLink(x: number, y: number): number {
    const { lines, theme } = this.scene;
    if (theme) return -1;
    let [best, nearest] = [-1, PICK_PX];
    for (let at = 0; at < lines.count; at += 1) {
      const [ax, ay] = this.camera.screen(this.scene.x[lines.from[at]], this.scene.y[lines.from[at]]);
      const [bx, by] = this.camera.screen(this.scene.x[lines.to[at]], this.scene.y[lines.to[at]]);
      const [cx, cy] = bent(ax, ay, bx, by, lines.bend[at]);
      const away = awayFrom(x, y, [[ax, ay], [(ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4], [bx, by]]);
      if (away < nearest) [best, nearest] = [lines.link[at], away];
    }
    return best;
  }

  #at(event: MouseEvent): Point {
    const box = this.canvasNet.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.#at(event);
    if (this.tool === "note") {
      // The canvas would take the keyboard from the box that opens.
      event.preventDefault();
      const [x, y] = this.camera.world(...at);
      this.onNote(x, y, at);
      return;
    }
    this.canvasNet.element.setPointerCapture(event.pointerId);
    const node = this.tool === "pointer" && !event.shiftKey ? this.pick(...at) : -1;
    const kind = this.tool === "lasso" ? "lasso" : this.tool === "marquee" || event.shiftKey ? "marquee" : node >= 0 ? "node" : "pan";
    this.#drag = { at, from: at, kind, node, fresh: true };
    this.#trail = kind === "lasso" || kind === "marquee" ? [at] : [];
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    if (!this.#drag) {
      this.#point(this.pick(...at));
      return;
    }
    const [dx, dy] = [at[0] - this.#drag.at[0], at[1] - this.#drag.at[1]];
    if (this.#drag.fresh && Math.hypot(at[0] - this.#drag.from[0], at[1] - this.#drag.from[1]) < 4) return;
    if (this.#drag.kind === "pan") this.camera.pan(dx, dy);
    else if (this.#drag.kind === "node") this.#shift(this.#drag.node, dx, dy, this.#drag.fresh);
    else this.#trail.push(at);
    this.#drag.fresh = false;
    this.#drag.at = at;
    this.#keepMoving();
  }

  // Whoever is selected goes along.
  #shift(node: number, dx: number, dy: number, begins: boolean): void {
    const { selection, layout, moved } = this.store.state;
    if (layout === "time") return;
    const made = new Map(moved);
    for (const one of selection.has(node) ? selection : [node])
      made.set(`${layout}:${one}`, [
        Math.round(this.scene.x[one] + dx / this.camera.scale),
        Math.round(this.scene.y[one] + dy / this.camera.scale),
      ]);
    this.store.change({ moved: made }, begins);
  }

  #release(event: PointerEvent): void {
    const [drag] = [this.#drag];
    if (!drag) return;
    const add = event.ctrlKey || event.metaKey || event.shiftKey;
    if (drag.kind === "lasso" || drag.kind === "marquee") {
      const trail = drag.kind === "marquee" ? boxOf(drag.from, this.#at(event)) : this.#trail;
      const inside = [...this.scene.drawn].filter((one) =>
        isInside(this.camera.screen(this.scene.x[one], this.scene.y[one]), trail),
      );
      this.#letGo();
      this.store.select(inside, event.ctrlKey || event.metaKey);
      this.tool = "pointer";
      this.onTool(this.tool);
    } else if (drag.fresh) {
      this.#letGo();
      this.#click(drag.from, add);
    } else this.#letGo();
  }

  #letGo(): void {
    this.#drag = null;
    this.#trail = [];
    this.redraw();
  }

  #click(at: Point, add: boolean): void {
    const node = this.pick(...at);
    if (node >= 0) {
      this.store.select([node], add);
      return;
    }
    const link = this.pickLink(...at);
    if (link >= 0) this.store.change({ link, selection: new Set([this.store.model.start[link], this.store.model.end[link]]) });
    else if (!add) this.store.change({ selection: new Set(), link: -1, path: [] }, this.store.state.path.length > 0);
  }

  #open(event: MouseEvent): void {
    const node = this.pick(...this.#at(event));
    if (node >= 0) this.openOrExpand(node);
  }

  // A syndicate folds its members in or lets them out; of others, hidden neighbours come back.
  openOrExpand(node: number): void {
    const { store } = this;
    if (store.model.groups.some((group) => group.syndicate === node))
      store.change({ closed: toggled(store.state.closed, node) });
    else this.expand([node]);
  }

  expand(entities: Iterable<number>): void {
    const { hidden, only } = this.store.state;
    const [stillHidden, shown] = [new Set(hidden), only && new Set(only)];
    for (const one of entities)
      for (const other of this.store.graph.neighbours(one)) {
        stillHidden.delete(other);
        shown?.add(other);
      }
    this.store.change({ hidden: stillHidden, only: shown });
  }

  #point(node: number): void {
    if (node === this.#hover) return;
    this.#hover = node;
    this.#marks = { ...this.#marks, hover: node };
    this.canvasNet.element.style.cursor = node >= 0 ? "pointer" : this.tool === "pointer" ? "grab" : "crosshair";
    this.redraw();
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.camera.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...this.#at(event));
    this.#keepMoving();
  }

  #key(event: KeyboardEvent): void {
    const steps: Record<string, Point> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    const step = steps[event.key];
    if (step) this.camera.pan(...step);
    else if (event.key === "+" || event.key === "=") this.camera.zoom(1.25);
    else if (event.key === "-") this.camera.zoom(0.8);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
    this.#keepMoving();
  }

  // The whole scene, or what is in view, as a picture of its own.
  picture(width: number, height: number, ratio: number, whole: boolean): HTMLCanvasElement {
    const net = this.canvasNet;
    const { under } = net;
    net.under = null;
    const camera = new Camera(width, height);
    const box = this.box();
    if (whole && box) camera.fit(...box);
    else {
      const [x, y] = this.camera.world(this.camera.width / 2, this.camera.height / 2);
      camera.centre(x, y, this.camera.scale * Math.min(width / this.camera.width, height / this.camera.height));
    }
    net.resize(width, height, ratio);
    net.draw(this.scene, camera, this.store.state, this.#marks, false);
    const made = document.createElement("canvas");
    made.width = net.element.width;
    made.height = net.element.height;
    made.getContext("2d")?.drawImage(net.element, 0, 0);
    net.under = under;
    net.resize(this.camera.width, this.camera.height);
    this.#drawNow();
    return made;
  }
}

function boxOf([ax, ay]: Point, [bx, by]: Point): Point[] {
  return [[ax, ay], [bx, ay], [bx, by], [ax, by]];
}

export function isInside([x, y]: Point, outline: readonly Point[]): boolean {
  let inside = false;
  outline.forEach(([ax, ay], at) => {
    const [bx, by] = outline[(at + 1) % outline.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

function awayFrom(x: number, y: number, corners: readonly Point[]): number {
  let nearest = Infinity;
  for (let at = 1; at < corners.length; at += 1) {
    const [[ax, ay], [bx, by]] = [corners[at - 1], corners[at]];
    const long = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long));
    nearest = Math.min(nearest, Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y));
  }
  return nearest;
}
