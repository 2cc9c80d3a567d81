// The chart along time: an entity is a level line from its first link to its last.

import type { Camera } from "./camera";
import type { Marks } from "./canvasnet";
import type { Model } from "./model";
import { LAST_MINUTE, dateOf, dayText, minuteOf } from "./moments";
import type { Scene, Theme } from "./scene";
import type { Store } from "./store";

const ROW = 46;
const WIDTH = 1400;
const AXIS_FONT = '11px system-ui, "Segoe UI", "Noto Sans", sans-serif';

export interface Placed {
  x: Float64Array;
  y: Float64Array;
  drawn: Int32Array;
  theme: Theme;
}

// Rows close up: whoever is not shown leaves no gap.
export function themeOf(store: Store, stand: Int32Array): Placed {
  const { model, masks } = store;
  const rows = model.rows();
  const links: number[] = [];
  let [from, to] = [Infinity, -Infinity];
  for (let link = 0; link < model.linkCount; link += 1) {
    if (!masks.links[link] || !model.grain[link]) continue;
    if (stand[model.start[link]] === stand[model.end[link]]) continue;
    links.push(link);
    from = Math.min(from, model.at[link]);
    to = Math.max(to, model.at[link]);
  }
  if (from >= to) [from, to] = [from - 720, to + 720];
  const x = new Float64Array(model.size).fill(Infinity);
  const end = new Float64Array(model.size).fill(-Infinity);
  for (const link of links)
    for (const entity of [stand[model.start[link]], stand[model.end[link]]]) {
      const at = ((model.at[link] - from) / (to - from)) * WIDTH;
      x[entity] = Math.min(x[entity], at - 30);
      end[entity] = Math.max(end[entity], at);
    }
  const shown = [...x.keys()].filter((entity) => x[entity] < Infinity);
  shown.sort((a, b) => rows[a] - rows[b] || a - b);
  const y = new Float64Array(model.size);
  shown.forEach((entity, at) => (y[entity] = at * ROW));
  return { x, y, drawn: Int32Array.from(shown), theme: { from, to, width: WIDTH, end, links, draw: drawTheme } };
}

function drawTheme(ctx: CanvasRenderingContext2D, model: Model, scene: Scene, camera: Camera, marks: Marks): void {
  const theme = scene.theme as Theme;
  drawAxis(ctx, theme, camera);
  ctx.strokeStyle = "#b9c2cb";
  ctx.lineWidth = 2;
  ctx.beginPath();
  for (const one of scene.drawn) {
    const [x, y] = camera.screen(scene.x[one], scene.y[one]);
    if (y < -20 || y > camera.height + 20) continue;
    ctx.moveTo(x, y);
    ctx.lineTo(camera.screen(theme.end[one], 0)[0], y);
  }
  ctx.stroke();
  const buckets = new Map<number, number[]>();
  for (const link of theme.links) {
    const key = model.family[link] * 2 + Number(isLoud(scene, model, link, marks));
    const bucket = buckets.get(key);
    if (bucket) bucket.push(link);
    else buckets.set(key, [link]);
  }
  for (const [key, links] of [...buckets].sort((a, b) => (a[0] % 2) - (b[0] % 2))) {
    ctx.strokeStyle = model.families[Math.floor(key / 2)][1];
    ctx.fillStyle = ctx.strokeStyle;
    ctx.globalAlpha = key % 2 || marks.selection.size === 0 ? 0.9 : 0.25;
    ctx.lineWidth = key % 2 ? 2.4 : 1.2;
    drawLinks(ctx, model, scene, theme, camera, links);
  }
  ctx.globalAlpha = 1;
}

function isLoud(scene: Scene, model: Model, link: number, marks: Marks): boolean {
  const [a, b] = [scene.stand[model.start[link]], scene.stand[model.end[link]]];
  return marks.selection.has(a) || marks.selection.has(b) || marks.path.has(link);
}

function drawLinks(
  ctx: CanvasRenderingContext2D,
  model: Model,
  scene: Scene,
  theme: Theme,
  camera: Camera,
  links: number[],
): void {
  const tips: [number, number, number][] = [];
  ctx.beginPath();
  for (const link of links) {
    const [x, ay] = camera.screen(timeX(theme, model.at[link]), scene.y[scene.stand[model.start[link]]]);
    const by = camera.screen(0, scene.y[scene.stand[model.end[link]]])[1];
    if (x < -5 || x > camera.width + 5) continue;
    ctx.moveTo(x, ay);
    ctx.lineTo(x, by);
    tips.push([x, by, by > ay ? 1 : -1]);
  }
  ctx.stroke();
  const size = Math.max(2.5, Math.min(6, 8 * camera.scale));
  ctx.beginPath();
  for (const [x, y, down] of tips) {
    ctx.moveTo(x, y);
    ctx.lineTo(x - size * 0.6, y - down * size * 1.5);
    ctx.lineTo(x + size * 0.6, y - down * size * 1.5);
    ctx.closePath();
  }
  ctx.fill();
}

export function timeX(theme: Theme, minute: number): number {
  return ((minute - theme.from) / (theme.to - theme.from)) * theme.width;
}

function drawAxis(ctx: CanvasRenderingContext2D, theme: Theme, camera: Camera): void {
  const minutes = (theme.to - theme.from) / theme.width;
  const begin = theme.from + camera.world(0, 0)[0] * minutes;
  const end = theme.from + camera.world(camera.width, 0)[0] * minutes;
  ctx.font = AXIS_FONT;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.strokeStyle = "#e3e7eb";
  ctx.lineWidth = 1;
  for (const [minute, words] of ticks(begin, end, Math.max(3, camera.width / 110))) {
    const [x] = camera.screen(timeX(theme, minute), 0);
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, camera.height);
    ctx.stroke();
    ctx.fillStyle = "#4c5a68";
    ctx.fillText(words, x + 3, 3);
  }
}

const DAY = 24 * 60;

// Round days, months or years between two minutes, about as many as asked for.
export function ticks(from: number, to: number, many: number): [number, string][] {
  // Far out a chart reaches beyond what a calendar counts: there it has no days to name.
  const [begin, end] = [Math.max(0, from), Math.min(LAST_MINUTE, to)];
  const step = (end - begin) / many;
  const made: [number, string][] = [];
  if (!(step > 0) || !Number.isFinite(step)) return made;
  if (step < 20 * DAY) {
    const days = [1, 2, 5, 7, 14, 28].find((one) => one * DAY >= step) ?? 28;
    for (let at = Math.ceil(begin / (days * DAY)) * days * DAY; at <= end; at += days * DAY)
      made.push([at, dayText(at)]);
    return made;
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 600].find((one) => one * 30 * DAY >= step) ?? 1200;
  const first = dateOf(begin);
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  for (;;) {
    const at = minuteOf(new Date(new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1)));
    if (at > end) return made;
    const iso = dayText(at);
    if (at >= begin) made.push([at, months >= 12 ? iso.slice(0, 4) : iso.slice(0, 7)]);
    month += months;
  }
}
