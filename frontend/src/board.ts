// The targeting board: panes over one store.

import { announce, button, el, signButton } from "./dom";
import { DetailPane } from "./detailpane";
import { FilterPane } from "./filterpane";
import { ListPane } from "./listpane";
import { MapPane } from "./mappane";
import { Model, type Payload } from "./model";
import { MoneyPane } from "./moneypane";
import { NetPane } from "./netpane";
import { inflated } from "./packed";
import { Store } from "./store";
import { TargetPane } from "./targetpane";
import { partsOf, targetingOf } from "./targets";
import { count } from "./text";
import { themeOf } from "./theme";
import { TimePane } from "./timepane";
import { askForNotes, makeToolbar } from "./toolbar";

function embedded<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

function pane(id: string, title: string, ...extra: Node[]): { section: HTMLElement; body: HTMLElement } {
  const body = el("div", { class: "body" });
  const section = el("section", { id, class: "pane", "aria-label": title }, el("div", { class: "title" }, el("h2", {}, title), ...extra), body);
  return { section, body };
}

function start(payload: Payload): void {
  const model = new Model(payload);
  const targeting = targetingOf(model);
  const store = new Store(model, targeting ? { zero: targeting.zero, marked: new Map(targeting.loaded) } : {});
  const board = document.getElementById("board") as HTMLElement;
  const only = payload.show;
  if (only) board.dataset["only"] = only;

  const shown = el("span", { id: "counts", class: "quiet" });
  const network = pane("network", "Network", shown, el("div", { class: "corner-tools" }));
  const canvas = el("div", { id: "canvas" });
  const toolbar = el("div", { id: "toolbar", role: "toolbar", "aria-label": "Tools" });
  const message = el("p", { id: "message", role: "status", hidden: true });
  const filters = pane("filters", "Find and filter");
  const time = pane("time", "Time");
  const map = pane("map", "Map");
  const money = pane("money", "Money");
  const list = pane("list", "List");
  const detail = pane("detail", "Selection");
  const targets = pane("targets", "Targets");

  const side = el("div", { id: "side" }, detail.section, ...(targeting ? [targets.section] : []), list.section, map.section, money.section);
  const tabs = makeTabs(side, targeting ? ["detail", "targets", "list", "map", "money"] : ["detail", "list", "map", "money"], targeting?.plan ? "targets" : "list");
  board.append(toolbar, message, filters.section, network.section, time.section, el("div", { id: "side-column" }, tabs.bar, side));
  network.body.append(canvas);

  const net = new NetPane(store, canvas, { themeOf, partsOf: (given) => partsOf(targeting, given) });
  const tools = network.section.querySelector(".corner-tools") as HTMLElement;
  tools.append(
    signButton("plus", "Zoom in", () => net.zoom(1.3)),
    signButton("minus", "Zoom out", () => net.zoom(1 / 1.3)),
    signButton("fit", "Show all", () => net.fit(), { id: "fit" }),
    signButton("wide", "Widen the network", () => widen(board), { id: "widen" }),
  );
  const filterPane = new FilterPane(store, filters.body);
  const listPane = new ListPane(store, list.body, net);
  const hear = (found: ReadonlySet<number>): void => {
    filterPane.tellFound(found);
    net.showFound(found.size < 400 ? found : new Set());
  };
  listPane.onFound = hear;
  hear(listPane.found);
  new DetailPane(store, detail.body, net);
  new TimePane(store, time.body);
  new MapPane(store, map.body, embedded("world"));
  new MoneyPane(store, money.body);
  if (targeting) new TargetPane(store, targets.body, net, targeting);
  makeToolbar(store, net, toolbar, message, targeting);
  askForNotes(store, net, canvas);
  if (targeting) toolbar.prepend(targetSwitch(store, tabs.show));

  const tell = (): void => {
    const { masks } = store;
    shown.textContent = `${count(masks.entityCount)} of ${count(model.size)} entities, ${count(masks.linkCount)} of ${count(model.linkCount)} links`;
    shown.dataset["entities"] = String(masks.entityCount);
    shown.dataset["links"] = String(masks.linkCount);
  };
  store.listen((parts) => {
    tell();
    if (parts.has("selection") && store.state.selection.size && !parts.has("marked")) tabs.nudge();
  });
  tell();
  document.addEventListener("keydown", (event) => keys(event, store, filterPane));
  window.addEventListener("beforeprint", () => forPrint(net, canvas));
  window.addEventListener("afterprint", () => canvas.querySelector(".printed")?.remove());
  announce(document.title);
  void openGpu(net, canvas);
}

function targetSwitch(store: Store, show: (id: string) => void): HTMLElement {
  const made = button("Targeting", () => {
    store.change({ targeting: !store.state.targeting });
    if (store.state.targeting) show("targets");
  }, { class: "mode", "aria-pressed": "false", id: "targeting" });
  store.listen(() => made.setAttribute("aria-pressed", String(store.state.targeting)));
  return made;
}

// On a narrow screen one pane at a time stands beside the network; on a wide one, all of them.
function makeTabs(side: HTMLElement, ids: string[], first: string): { bar: HTMLElement; show: (id: string) => void; nudge: () => void } {
  const names: Record<string, string> = { detail: "Selection", targets: "Targets", list: "List", map: "Map", money: "Money" };
  const buttons = ids.map((id) => button(names[id], () => show(id), { class: "tab", "data-pane": id, "aria-pressed": "false" }));
  const show = (id: string): void => {
    side.dataset["shown"] = id;
    for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset["pane"] === id));
  };
  show(first);
  return { bar: el("div", { id: "tabs", role: "group", "aria-label": "Panes" }, ...buttons), show, nudge: () => undefined };
}

function widen(board: HTMLElement): void {
  board.classList.toggle("wide");
  window.dispatchEvent(new Event("resize"));
}

function keys(event: KeyboardEvent, store: Store, filters: FilterPane): void {
  const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    if (event.shiftKey) store.redo();
    else store.undo();
  } else if (control && event.key.toLowerCase() === "y" && !typing) {
    event.preventDefault();
    store.redo();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    filters.search.focus();
  } else if (event.key === "Escape" && !typing) store.change({ selection: new Set(), link: -1 });
}

// A canvas of the screen is too coarse for paper.
function forPrint(net: NetPane, canvas: HTMLElement): void {
  canvas.querySelector(".printed")?.remove();
  const image = el("img", { class: "printed", alt: "Network" });
  image.src = net.picture(1400, 760, 2, true).toDataURL("image/png");
  canvas.append(image);
}

// Software that plays a graphics card is slower than the canvas.
function hasGpu(): boolean {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

async function openGpu(net: NetPane, canvas: HTMLElement): Promise<void> {
  const asked = /renderer=(canvas|webgl)/.exec(location.hash)?.[1];
  if (asked === "canvas" || (asked !== "webgl" && !hasGpu())) return;
  try {
    const { GlNet } = await import("./glnet");
    net.canvasNet.under = new GlNet(net.store.model, canvas);
    canvas.dataset["renderer"] = "webgl";
    net.redraw();
  } catch {
    // Without the card all is drawn on the canvas.
    canvas.dataset["renderer"] = "canvas";
  }
}

const told = embedded<Payload | string>("data");
if (typeof told !== "string") start(told);
else
  inflated<Payload>(told).then(start, () => {
    (document.getElementById("board") as HTMLElement).textContent = "This browser is too old for a board of this size.";
  });
