// The map pane: who and what a country ties to, and links between countries.

import { geoNaturalEarth1, geoPath, geoCentroid, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Feature, Geometry } from "geojson";
import { announce, el, signButton, svg } from "./dom";
import { type Store, toggled } from "./store";
import { count, plural } from "./text";

interface World extends Topology {
  points: Record<string, [number, number]>;
}

type Place = Feature<Geometry, { name: string; a2: string }>;
const MOST_FLOWS = 60;

export class MapPane {
  readonly #chart = svg("svg", { class: "map", role: "group", "aria-label": "Map of countries" });
  readonly #land = svg("g", { class: "land", "aria-hidden": "true" });
  readonly #flows = svg("g", { class: "flows", "aria-hidden": "true" });
  readonly #spots = svg("g", { class: "spots", "aria-hidden": "true" });
  readonly #bubbles = svg("g", { class: "bubbles" });
  readonly #words = el("p", { class: "words", id: "map-words" });
  readonly #frame = el("div", { class: "chart" });
  readonly #places: Place[];
  readonly #centres = new Map<string, [number, number]>();
  readonly #names = new Map<string, string>();
  readonly #outlines = new Map<string, SVGPathElement>();
  #projection: GeoProjection = geoNaturalEarth1();
  #factor = 1;
  #shift: [number, number] = [0, 0];
  #stale = true;

  constructor(
    private readonly store: Store,
    host: HTMLElement,
    world: World,
  ) {
    const collection = world.objects["countries"] as GeometryCollection<{ name: string; a2: string }>;
    this.#places = feature(world, collection).features as Place[];
    for (const place of this.#places) {
      const { a2, name } = place.properties;
      if (!a2) continue;
      this.#centres.set(a2, middle(place));
      this.#names.set(a2, name);
    }
    for (const [code, at] of Object.entries(world.points)) this.#centres.set(code, at);
    this.#chart.append(this.#land, this.#flows, this.#spots, this.#bubbles);
    const tools = el(
      "div", { class: "corner" },
      signButton("plus", "Zoom the map in", () => this.#zoom(1.5)),
      signButton("minus", "Zoom the map out", () => this.#zoom(1 / 1.5)),
      signButton("fit", "Show all countries concerned", () => this.#home()),
    );
    this.#frame.append(this.#chart, tools);
    host.append(this.#frame, this.#words);
    for (const place of this.#places) {
      const outline = svg("path", {});
      this.#land.append(outline);
      if (place.properties.a2) this.#outlines.set(place.properties.a2, outline);
    }
    this.#listenToPointer();
    store.listen((parts) => {
      if (parts.has("query") || parts.has("notes") || parts.has("moved")) return;
      this.#draw();
    });
    new ResizeObserver(() => this.#home()).observe(this.#frame);
  }

  #listenToPointer(): void {
    let from: [number, number] | null = null;
    this.#chart.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.#zoom(Math.exp(-event.deltaY * 0.0015));
    }, { passive: false });
    this.#chart.addEventListener("pointerdown", (event) => {
      if ((event.target as Element).closest(".bubble")) return;
      from = [event.clientX, event.clientY];
      this.#chart.setPointerCapture(event.pointerId);
    });
    this.#chart.addEventListener("pointermove", (event) => {
      if (!from) return;
      this.#shift = [this.#shift[0] + event.clientX - from[0], this.#shift[1] + event.clientY - from[1]];
      from = [event.clientX, event.clientY];
      this.#stale = true;
      this.#draw();
    });
    for (const end of ["pointerup", "pointercancel"]) this.#chart.addEventListener(end, () => (from = null));
  }

  #zoom(by: number): void {
    const factor = Math.max(0.5, Math.min(30, this.#factor * by));
    const ratio = factor / this.#factor;
    this.#factor = factor;
    this.#shift = [this.#shift[0] * ratio, this.#shift[1] * ratio];
    this.#stale = true;
    this.#draw();
  }

  #home(): void {
    this.#factor = 1;
    this.#shift = [0, 0];
    this.#stale = true;
    this.#draw();
  }

  // Countries of the whole release: the map stays where it is while filters change.
  #concerned(): [number, number][] {
    const codes = new Set(this.store.model.payload.entities.countrySets.flat());
    const known = [...codes].map((code) => this.#centres.get(code)).filter((at) => at !== undefined);
    const spots = this.store.model.points.map(([, lat, lon]): [number, number] => [lon, lat]);
    return [...known, ...spots];
  }

  #project(): void {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    const points = this.#concerned();
    const lons = points.map(([lon]) => lon).sort((a, b) => a - b);
    const turn = lons.length ? midway(lons) : 20;
    const projection = geoNaturalEarth1().rotate([-turn, 0]);
    const room = 46;
    const box: [[number, number], [number, number]] = [[room, room - 12], [Math.max(room + 10, width - room), Math.max(room, height - room + 12)]];
    const shape: GeoPermissibleObjects = points.length > 1 ? { type: "MultiPoint", coordinates: points } : { type: "Sphere" };
    projection.fitExtent(box, shape);
    const most = Math.min(width, height) * 1.1;
    const [x, y] = projection.translate();
    let scale = Math.min(projection.scale(), most);
    const shrunk = scale / projection.scale();
    const [midX, midY] = [width / 2, height / 2];
    let [tx, ty] = [midX + (x - midX) * shrunk, midY + (y - midY) * shrunk];
    scale *= this.#factor;
    [tx, ty] = [midX + (tx - midX) * this.#factor + this.#shift[0], midY + (ty - midY) * this.#factor + this.#shift[1]];
    projection.scale(scale).translate([tx, ty]).clipExtent([[-20, -20], [width + 20, height + 20]]);
    this.#projection = projection;
    this.#chart.setAttribute("width", String(width));
    this.#chart.setAttribute("height", String(height));
    const path = geoPath(projection).digits(1);
    this.#places.forEach((place, at) => (this.#land.children[at] as SVGPathElement).setAttribute("d", path(place) ?? ""));
    this.#stale = false;
  }

  #draw(): void {
    if (this.#frame.clientWidth < 40 || this.#frame.clientHeight < 40) return;
    if (this.#stale) this.#project();
    const { model, masks, state } = this.store;
    const counts = new Map<string, number>();
    const chosen = new Map<string, number>();
    let nowhere = 0;
    for (let one = 0; one < model.size; one += 1) {
      if (!masks.entities[one]) continue;
      const codes = model.countries(one);
      if (!codes.length) nowhere += 1;
      for (const code of codes) {
        counts.set(code, (counts.get(code) ?? 0) + 1);
        if (state.selection.has(one)) chosen.set(code, (chosen.get(code) ?? 0) + 1);
      }
    }
    for (const [code, outline] of this.#outlines)
      outline.setAttribute("class", counts.has(code) ? (state.countries.has(code) ? "on chosen" : "on") : "");
    this.#drawFlows();
    this.#drawSpots();
    this.#drawBubbles(counts, chosen);
    const inside = masks.entityCount - nowhere;
    this.#words.textContent = `${plural(inside, "entity", "entities")} in ${plural(counts.size, "country", "countries")}; ${count(nowhere)} with no country on file. Choose a country to see it alone.`;
    this.#words.dataset["nowhere"] = String(nowhere);
  }

  #drawFlows(): void {
    const { model, masks } = this.store;
    const between = new Map<string, number>();
    for (let link = 0; link < model.linkCount; link += 1) {
      if (!masks.links[link]) continue;
      const [from, to] = [model.countries(model.start[link]), model.countries(model.end[link])];
      if (from.length !== 1 || to.length !== 1 || from[0] === to[0]) continue;
      const key = from[0] < to[0] ? `${from[0]} ${to[0]}` : `${to[0]} ${from[0]}`;
      between.set(key, (between.get(key) ?? 0) + 1);
    }
    const most = [...between].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_FLOWS);
    const top = Math.max(1, ...most.map(([, many]) => many));
    this.#flows.replaceChildren(
      ...most.flatMap(([key, many]) => {
        const ends = key.split(" ").map((code) => this.#at(code));
        if (!ends[0] || !ends[1]) return [];
        const [[ax, ay], [bx, by]] = ends as [[number, number], [number, number]];
        const [cx, cy] = [(ax + bx) / 2 + (by - ay) * 0.18, (ay + by) / 2 - (bx - ax) * 0.18];
        const line = svg("path", {
          d: `M${ax.toFixed(1)} ${ay.toFixed(1)}Q${cx.toFixed(1)} ${cy.toFixed(1)} ${bx.toFixed(1)} ${by.toFixed(1)}`,
          "stroke-width": (0.8 + 4.2 * Math.sqrt(many / top)).toFixed(1),
          "data-between": key, "data-count": many,
        }, svg("title", {}, `${key.replace(" ", " and ")}: ${plural(many, "link", "links")}`));
        return [line];
      }),
    );
  }

  #drawSpots(): void {
    const { model, masks, state } = this.store;
    this.#spots.replaceChildren(
      ...model.points.flatMap(([entity, lat, lon]) => {
        const at = masks.entities[entity] ? this.#projection([lon, lat]) : null;
        if (!at) return [];
        const spot = svg("circle", { cx: at[0].toFixed(1), cy: at[1].toFixed(1), r: state.selection.has(entity) ? 5 : 3 });
        if (state.selection.has(entity)) spot.setAttribute("class", "chosen");
        spot.append(svg("title", {}, model.captions[entity]));
        spot.addEventListener("click", () => this.store.select([entity]));
        return [spot];
      }),
    );
  }

  #at(code: string): [number, number] | null {
    const centre = this.#centres.get(code);
    return centre ? this.#projection(centre) : null;
  }

  #drawBubbles(counts: Map<string, number>, chosen: Map<string, number>): void {
    const top = Math.max(1, ...counts.values());
    const held = document.activeElement?.getAttribute("data-country");
    const made: SVGElement[] = [];
    const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const discs = sorted.flatMap(([code, many]): Disc[] => {
      const at = this.#at(code);
      return at ? [{ code, many, r: 11 + 9 * Math.sqrt(many / top), x: at[0], y: at[1], home: at }] : [];
    });
    pushApart(discs);
    for (const { code, many, r, x, y, home } of discs) {
      const at = [x, y];
      if (Math.hypot(x - home[0], y - home[1]) > r)
        made.push(svg("line", { class: "leader", x1: x.toFixed(1), y1: y.toFixed(1), x2: home[0].toFixed(1), y2: home[1].toFixed(1) }));
      const name = this.#names.get(code) ?? code;
      const picked = chosen.get(code);
      const bubble = svg(
        "g",
        {
          class: `bubble${picked ? " holds" : ""}`, tabindex: 0, role: "button",
          "aria-pressed": String(this.store.state.countries.has(code)),
          "data-country": code, "data-count": many,
          transform: `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`,
        },
        svg("circle", { r: r.toFixed(1) }),
        svg("text", { "text-anchor": "middle", y: -1 }, code),
        svg("text", { "text-anchor": "middle", y: 10, class: "many" }, count(many)),
        svg("title", {}, `${name}: ${plural(many, "entity", "entities")}${picked ? `, ${picked} selected` : ""}`),
      );
      const choose = (): void => {
        this.store.change({ countries: toggled(this.store.state.countries, code) });
        announce(`${name} ${this.store.state.countries.has(code) ? "chosen" : "no longer chosen"}`);
      };
      bubble.addEventListener("click", choose);
      bubble.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      });
      made.push(bubble);
    }
    this.#bubbles.replaceChildren(...made);
    if (held) this.#bubbles.querySelector<SVGElement>(`[data-country="${held}"]`)?.focus();
  }
}

interface Disc {
  code: string;
  many: number;
  r: number;
  x: number;
  y: number;
  home: [number, number];
}

// Discs that overlap move off each other; a line leads home.
function pushApart(discs: Disc[]): void {
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    discs.forEach((one, at) => {
      for (const other of discs.slice(at + 1)) {
        const [dx, dy] = [other.x - one.x || 0.1, other.y - one.y || 0.1];
        const away = Math.hypot(dx, dy);
        const short = one.r + other.r + 2 - away;
        if (short <= 0) continue;
        const [px, py] = [((dx / away) * short) / 2, ((dy / away) * short) / 2];
        one.x -= px;
        one.y -= py;
        other.x += px;
        other.y += py;
        moved = true;
      }
    });
    if (!moved) return;
  }
}

// The middle of the largest part: an outlying island shall not draw a country into the sea.
function middle(place: Place): [number, number] {
  const { geometry } = place;
  if (geometry.type !== "MultiPolygon") return geoCentroid(place);
  const largest = [...geometry.coordinates].sort((a, b) => extent(b[0]) - extent(a[0]))[0];
  return geoCentroid({ type: "Polygon", coordinates: largest });
}

function extent(ring: number[][]): number {
  let sum = 0;
  ring.forEach(([x, y], at) => {
    const [nx, ny] = ring[(at + 1) % ring.length];
    sum += x * ny - nx * y;
  });
  return Math.abs(sum);
}

// The meridian opposite to the widest gap between those concerned.
function midway(lons: number[]): number {
  let [widest, begin] = [0, lons[0]];
  lons.forEach((lon, at) => {
    const next = at + 1 < lons.length ? lons[at + 1] : lons[0] + 360;
    if (next - lon > widest) [widest, begin] = [next - lon, next];
  });
  const spread = 360 - widest;
  return ((begin + spread / 2 + 540) % 360) - 180;
}
