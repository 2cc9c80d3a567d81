// What can be done to the board as a whole: tools, layouts, undo, files, exports.

import { arrangementOf, readArrangement } from "./arrangement";
import { announce, button, el, signButton } from "./dom";
import { fileName, saveCsv, saveJson, savePng } from "./exporting";
import type { NetPane, Tool } from "./netpane";
import { saveSvg } from "./netsvg";
import type { Layout, Store } from "./store";
import type { Targeting } from "./targets";
import { oneLine, plural } from "./text";

const LAYOUTS: [Layout, string][] = [
  ["force", "By nearness"],
  ["layers", "Hierarchy"],
  ["circles", "Circles"],
  ["time", "Theme line (time)"],
];
const TOOLS: [Tool, string, string][] = [
  ["pointer", "pointer", "Select and move"],
  ["lasso", "lasso", "Lasso: draw around entities"],
  ["marquee", "marquee", "Marquee: drag a box (or Shift and drag)"],
  ["note", "note", "Note: click where it shall stand"],
];
const MOST_BYTES = 50_000_000;

export function makeToolbar(store: Store, net: NetPane, host: HTMLElement, message: HTMLElement, targeting: Targeting | null): void {
  const { model } = store;
  const say = (words: string): void => {
    message.textContent = words;
    message.hidden = !words;
  };
  const layout = el("select", { id: "layout", "aria-label": "Layout" }, ...LAYOUTS.map(([value, words]) => el("option", { value }, words)));
  layout.addEventListener("change", () => store.change({ layout: layout.value as Layout }));
  const score = el("select", { id: "score", "aria-label": "Size by" }, el("option", { value: -1 }, "Same size"), ...model.scores.map((one, at) => el("option", { value: at, title: one.told }, `Size by ${one.name.toLowerCase()}`)));
  score.addEventListener("change", () => {
    store.change({ score: Number(score.value) });
    say(model.scores[store.state.score]?.told ?? "");
  });
  const tools = TOOLS.map(([tool, name, words]) =>
    signButton(name, words, () => pick(tool), { "aria-pressed": String(tool === "pointer"), "data-tool": tool }),
  );
  const pick = (tool: Tool): void => {
    net.tool = tool;
    for (const one of tools) one.setAttribute("aria-pressed", String(one.dataset["tool"] === tool));
  };
  net.onTool = pick;
  const undo = signButton("undo", "Undo", () => store.undo(), { id: "undo" });
  const redo = signButton("redo", "Redo", () => store.redo(), { id: "redo" });
  const group = (words: string, ...content: Node[]): HTMLElement => el("div", { class: "group", role: "group", "aria-label": words }, ...content);

  host.append(
    group("Layout", layout, score),
    group("Tools", ...tools),
    group("Work", undo, redo),
    group("Selection",
      signButton("expand", "Expand: bring back hidden neighbours of the selection", () => net.expand(store.state.selection)),
      signButton("hide", "Hide the selection", () => hide(store))),
    group("Syndicates",
      button("Close all", () => store.change({ closed: new Set(model.groups.map((one) => one.syndicate)) }), { class: "small", title: "Fold members into their syndicates", id: "close-groups" }),
      button("Open all", () => store.change({ closed: new Set() }), { class: "small", id: "open-groups" })),
    group("File",
      signButton("save", "Save this arrangement as a file", () => saveJson(fileName(model.head, "arrangement.json"), arrangementOf(model, store.state)), { id: "save-arrangement" }),
      loadButton(store, net, targeting, say)),
    group("Export",
      button("PNG", () => savePng(model, net), { class: "small", id: "save-png" }),
      button("SVG", () => saveSvg(model, net), { class: "small", id: "save-svg" }),
      button("CSV entities", () => saveCsv(store, "entities"), { class: "small", id: "save-entities" }),
      button("CSV links", () => saveCsv(store, "links"), { class: "small", id: "save-links" }),
      signButton("print", "Print", () => window.print())),
  );
  store.listen(() => {
    layout.value = store.state.layout;
    score.value = String(store.state.score);
    undo.disabled = !store.canUndo;
    redo.disabled = !store.canRedo;
  });
  undo.disabled = true;
  redo.disabled = true;
}

function hide(store: Store): void {
  const { hidden, selection } = store.state;
  if (!selection.size) return;
  store.change({ hidden: new Set([...hidden, ...selection]), selection: new Set() });
  announce(`${plural(selection.size, "entity", "entities")} hidden`);
}

function loadButton(store: Store, net: NetPane, targeting: Targeting | null, say: (words: string) => void): HTMLElement {
  const input = el("input", { type: "file", accept: ".json,application/json", class: "file", id: "load-arrangement", "aria-label": "Load an arrangement" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    if (file.size > MOST_BYTES) {
      say("This file is too large to be an arrangement.");
      return;
    }
    void file.text().then((text) => {
      const read = readArrangement(store.model, targeting, text);
      if (!read) {
        say("This file is no arrangement of a board.");
        return;
      }
      store.change(read.change);
      net.fit();
      say(read.unknown ? `Loaded; ${plural(read.unknown, "thing that it names is", "things that it names are")} not on this board.` : "Loaded.");
    });
  });
  return el("label", { class: "small file-button", title: "Load an arrangement" }, "Load", input);
}

// A box for a note where it shall stand; an empty one takes a note away.
export function askForNotes(store: Store, net: NetPane, host: HTMLElement): void {
  net.onNote = (x, y, [left, top]) => {
    host.querySelector(".note-box")?.remove();
    const near = store.state.notes.findIndex((note) => Math.abs(note.x - x) < 120 / net.camera.scale && y >= note.y && y - note.y < 40 / net.camera.scale && x >= note.x);
    const text = el("textarea", { rows: 3, maxlength: 400, "aria-label": "Note" });
    text.value = store.state.notes[near]?.text ?? "";
    const box = el("form", { class: "note-box" }, text, el("div", { class: "actions" }, el("button", { type: "submit", class: "small" }, "Keep"), button("Cancel", () => box.remove(), { class: "small" })));
    // The place of the box is of this moment only: styles set by script are allowed.
    box.style.left = `${Math.max(4, Math.min(left, host.clientWidth - 236))}px`;
    box.style.top = `${Math.max(4, Math.min(top, host.clientHeight - 130))}px`;
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      const others = store.state.notes.filter((_, at) => at !== near);
      const words = oneLine(text.value);
      const place = store.state.notes[near] ?? { x: Math.round(x), y: Math.round(y) };
      store.change({ notes: words ? [...others, { x: place.x, y: place.y, text: words }] : others });
      box.remove();
      net.onTool("pointer");
    });
    host.append(box);
    text.focus();
  };
}
