// The network as an SVG file: the same scene, written out, with nothing that could run.

import { bent } from "./canvasnet";
import { save } from "./dom";
import { caveat, fileName, footer } from "./exporting";
import type { Model } from "./model";
import type { NetPane } from "./netpane";
import { PLATE, type Scene, lineWords } from "./scene";
import type { Store } from "./store";
import { timeX } from "./theme";
import { shortened, visible, wrapped } from "./text";

const DASH = ["", ' stroke-dasharray="7 5"', ' stroke-dasharray="2 4"'];
const MOST_LABELLED = 1500;
const MARGIN = 80;
const LINE = 18;

export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const at = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : "0");

export function netSvg(
  store: Store,
  scene: Scene,
  box: [number, number, number, number] | null,
  head: string,
  foot: string,
): string {
  const [left, top, right, bottom] = box ?? [0, 0, 400, 200];
  const width = Math.max(700, right - left + 2 * MARGIN);
  const [above, below] = [head, `${head} | ${foot}`].map((words) => wrapped(words, Math.floor(width / 9)));
  const [over, under] = [above, below].map((told) => 14 + LINE * told.length);
  const [x, y] = [left - MARGIN, top - MARGIN - over];
  const height = bottom - top + 2 * MARGIN + over + under;
  const band = (down: number, high: number, told: string[]): string =>
    `<rect x="${at(x)}" y="${at(down)}" width="${at(width)}" height="${high}" fill="#16202c"/>` +
    told.map((words, n) => `<text x="${at(x + width / 2)}" y="${at(down + 20 + LINE * n)}" fill="#fff" font-weight="600" font-size="14" text-anchor="middle">${escaped(words)}</text>`).join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${at(x)} ${at(y)} ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" font-family="system-ui, 'Segoe UI', 'Noto Sans', sans-serif">`,
    `<title>${escaped(head)}</title>`,
    `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="#fff"/>`,
    `<defs>${store.model.icons.map((icon, n) => `<image id="i${n}" width="88" height="88" xlink:href="${escaped(icon)}"/>`).join("")}</defs>`,
    ...(scene.theme ? themeLines(store, scene) : lines(store, scene)),
    ...nodes(store, scene),
    ...notes(store),
    band(y, over, above),
    band(y + height - under, under, below),
    "</svg>\n",
  ].join("\n");
}

function lines(store: Store, scene: Scene): string[] {
  const { model } = store;
  const { lines: all } = scene;
  const made: string[] = [];
  for (let n = 0; n < all.count; n += 1) {
    const [ax, ay] = [scene.x[all.from[n]], scene.y[all.from[n]]];
    const [bx, by] = [scene.x[all.to[n]], scene.y[all.to[n]]];
    const colour = model.families[Math.floor(all.look[n] / 3)][1];
    const [cx, cy] = bent(ax, ay, bx, by, all.bend[n]);
    const loop = all.from[n] === all.to[n];
    const path = loop ? `M${at(ax)} ${at(ay)}c-30 -50 30 -50 0 0` : `M${at(ax)} ${at(ay)}Q${at(cx)} ${at(cy)} ${at(bx)} ${at(by)}`;
    made.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.3"${DASH[all.look[n] % 3]}/>`);
    if (loop) continue;
    const angle = Math.atan2(by - cy, bx - cx);
    const back = scene.radius[all.to[n]] + 2;
    made.push(`<path d="M0 0L-9 -4V4z" fill="${colour}" transform="translate(${at(bx - back * Math.cos(angle))} ${at(by - back * Math.sin(angle))}) rotate(${at((angle * 180) / Math.PI)})"/>`);
    if (all.count <= MOST_LABELLED)
      made.push(`<text x="${at((ax + 2 * cx + bx) / 4)}" y="${at((ay + 2 * cy + by) / 4)}" font-size="8" fill="${colour}" stroke="#fff" stroke-width="2.5" paint-order="stroke" text-anchor="middle">${escaped(lineWords(model, all.link[n], all.many[n]))}</text>`);
  }
  return made;
}

function themeLines(store: Store, scene: Scene): string[] {
  const { model } = store;
  const theme = scene.theme as NonNullable<Scene["theme"]>;
  const level = [...scene.drawn].map((one) => `<path d="M${at(scene.x[one])} ${at(scene.y[one])}H${at(theme.end[one])}" stroke="#b9c2cb" stroke-width="2"/>`);
  const links = theme.links.map((link) => {
    const [from, to] = [scene.y[scene.stand[model.start[link]]], scene.y[scene.stand[model.end[link]]]];
    const x = timeX(theme, model.at[link]);
    return `<path d="M${at(x)} ${at(from)}V${at(to)}m-3 ${to > from ? -7 : 7}l3 ${to > from ? 7 : -7} 3 ${to > from ? -7 : 7}" fill="none" stroke="${model.families[model.family[link]][1]}"/>`;
  });
  return [...level, ...links];
}

function nodes(store: Store, scene: Scene): string[] {
  const { model, state } = store;
  return [...scene.drawn].map((one) => {
    const [x, y, r] = [scene.x[one], scene.y[one], scene.radius[one]];
    const scale = r / (PLATE / 2) / 1.6;
    const icon = `<use xlink:href="#i${model.icon[one]}" transform="translate(${at(x - 44 * scale)} ${at(y - 44 * scale)}) scale(${scale.toFixed(3)})"/>`;
    const cross = state.marked.has(one)
      ? `<path d="M${at(x - r - 9)} ${at(y)}h9M${at(x + r)} ${at(y)}h9M${at(x)} ${at(y - r - 9)}v9M${at(x)} ${at(y + r)}v9" stroke="#b3001b" stroke-width="3"/><circle cx="${at(x)}" cy="${at(y)}" r="${at(r + 5)}" fill="none" stroke="#b3001b" stroke-width="3"/>`
      : "";
    const words = escaped(shortened(model.captions[one], 26));
    const under = escaped([...model.roles(one), ...model.countries(one)].join(" · "));
    const label = (down: number, size: number, colour: string, text: string): string =>
      text && `<text x="${at(x)}" y="${at(y + r + down)}" font-size="${size}" fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke" text-anchor="middle">${text}</text>`;
    return icon + cross + label(14, 12, "#1c2733", words) + label(26, 10, "#4c5a68", under);
  });
}

function notes(store: Store): string[] {
  return store.state.notes.map(
    (note) => `<text x="${at(note.x)}" y="${at(note.y + 14)}" font-size="12" fill="#5c4a00" stroke="#fff6cf" stroke-width="4" paint-order="stroke">${escaped(note.text)}</text>`,
  );
}

export function saveSvg(model: Model, net: NetPane): void {
  const text = netSvg(net.store, net.scene, net.box(), caveat(model.head), footer(model.head));
  save(`${fileName(model.head, "network")}.svg`, new Blob([text], { type: "image/svg+xml" }));
}
