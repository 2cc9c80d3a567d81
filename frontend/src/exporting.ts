// Pictures and tables that leave the page, each with the handling caveat in it.

import { type Head, type Model } from "./model";
import type { NetPane } from "./netpane";
import type { Store } from "./store";
import { save } from "./dom";
import { cell, oneLine, wrapped } from "./text";

const LINE = 18;
const FONT = '600 14px system-ui, "Segoe UI", "Noto Sans", sans-serif';

export function caveat(head: Head): string {
  return oneLine(`${head.handling} | For ${head.audience}${head.own ? " (own agency)" : ""} | From ${head.originators}`);
}

export function footer(head: Head): string {
  return oneLine(`${head.title} | made ${head.made} | data ${head.digest.slice(0, 16)} | a link shows what a source says`);
}

export function fileName(head: Head, what: string): string {
  const name = head.case.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase();
  return `${name || "case"}-${what}`;
}

export function saveCsv(store: Store, what: "entities" | "links"): void {
  const { model } = store;
  const rows = what === "entities" ? entityRows(store) : linkRows(store);
  const head = [[caveat(model.head)], [footer(model.head)], []];
  const text = [...head, ...rows].map((row) => row.map((one) => cell(oneLine(one))).join(",")).join("\r\n");
  // With a mark of its encoding, a spreadsheet reads every script.
  save(`${fileName(model.head, what)}.csv`, new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
}

function entityRows({ model, masks }: Store): string[][] {
  const rows = [["id", "kind", "caption", "roles", "countries", "originators", "handling", "properties"]];
  for (let one = 0; one < model.size; one += 1) {
    if (!masks.entities[one]) continue;
    rows.push([
      model.ids[one], model.kinds[model.kind[one]][0], model.captions[one], model.roles(one).join("; "),
      model.countries(one).join("; "), model.originators(one).join("; "), model.handling(one),
      model.properties(one).map(([name, value]) => `${name}: ${value}`).join("; "),
    ]);
  }
  return rows;
}

function linkRows({ model, masks }: Store): string[][] {
  const rows = [["id", "type", "from_id", "from", "to_id", "to", "at", "amount", "grade", "handling", "properties"]];
  for (let link = 0; link < model.linkCount; link += 1) {
    if (!masks.links[link]) continue;
    const [from, to] = [model.start[link], model.end[link]];
    rows.push([
      model.linkIds[link], model.types[model.type[link]][0], model.ids[from], model.captions[from], model.ids[to],
      model.captions[to], model.momentText(link), model.amountText(link), model.grade(link), model.linkHandling(link),
      model.linkProps(link).map(([name, value]) => `${name}: ${value}`).join("; "),
    ]);
  }
  return rows;
}

// The network as it is seen, between two bands that say how to handle it.
export function pictureOf(model: Model, net: NetPane): HTMLCanvasElement {
  const { width, height } = net.camera;
  const ratio = 2;
  const picture = net.picture(width, height, ratio, false);
  const told = caveat(model.head);
  // However many originators there are, none is cut off.
  const [head, foot] = [told, `${told} | ${footer(model.head)}`].map((words) => wrapped(words, Math.floor(width / 9)));
  const [above, below] = [head, foot].map((lines) => 12 + LINE * lines.length);
  const made = document.createElement("canvas");
  made.width = picture.width;
  made.height = picture.height + (above + below) * ratio;
  const ctx = made.getContext("2d") as CanvasRenderingContext2D;
  ctx.drawImage(picture, 0, above * ratio);
  ctx.scale(ratio, ratio);
  ctx.font = FONT;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  for (const [y, high, lines] of [[0, above, head], [above + height, below, foot]] as const) {
    ctx.fillStyle = "#16202c";
    ctx.fillRect(0, y, width, high);
    ctx.fillStyle = "#ffffff";
    lines.forEach((words, n) => ctx.fillText(words, width / 2, y + 15 + LINE * n, width - 20));
  }
  return made;
}

export function savePng(model: Model, net: NetPane): void {
  pictureOf(model, net).toBlob((blob) => blob && save(`${fileName(model.head, "network")}.png`, blob), "image/png");
}

export function saveJson(name: string, told: unknown): void {
  save(name, new Blob([`${JSON.stringify(told, null, 1)}\n`], { type: "application/json" }));
}
