// The network for a notebook: the same canvas and list, no more.

import { announce, button, el, signButton } from "./dom";
import { saveCsv, savePng } from "./exporting";
import { Model, type Payload } from "./model";
import { NetPane } from "./netpane";
import { makeDetail, makeList } from "./slimside";
import { Store } from "./store";
import { count } from "./text";

const payload = JSON.parse(document.getElementById("data")?.textContent ?? "null") as Payload;
const model = new Model(payload);
const store = new Store(model);
const canvas = el("div", { id: "canvas" });
const search = el("input", { type: "search", id: "search", placeholder: "Search, in any script", "aria-label": "Search", autocomplete: "off" });
const hits = el("output", { class: "quiet", id: "hits" });
const list = el("div", { class: "body" });
const detail = el("div", { class: "body" });
const net = new NetPane(store, canvas);
const counts = el("span", { class: "quiet", id: "counts" });
document.getElementById("board")?.append(
  el("section", { id: "network", class: "pane", "aria-label": "Network" },
    el("div", { class: "title" },
      search, hits, counts,
      el("div", { class: "corner-tools" },
        signButton("plus", "Zoom in", () => net.zoom(1.3)),
        signButton("minus", "Zoom out", () => net.zoom(1 / 1.3)),
        signButton("fit", "Show all", () => net.fit()),
        signButton("clear", "Clear the selection", () => store.change({ selection: new Set(), link: -1 })),
        button("PNG", () => savePng(model, net), { class: "small", id: "save-png" }),
        button("CSV", () => saveCsv(store, "links"), { class: "small", id: "save-links" }))),
    canvas),
  el("section", { id: "side", "aria-label": "Selection and list" },
    el("section", { id: "detail", class: "pane", "aria-label": "Selection" }, el("h2", { class: "sr" }, "Selection"), detail),
    el("section", { id: "list", class: "pane", "aria-label": "List" }, el("h2", { class: "sr" }, "Entities"), list)),
);
makeList(store, net, list, hits);
makeDetail(store, net, detail);
search.addEventListener("input", () => store.change({ query: search.value }));
counts.textContent = `${count(model.size)} entities, ${count(model.linkCount)} links`;
announce(document.title);
if (payload.selected) store.change({ selection: new Set(payload.selected) });
// A notebook that asked to hear of the selection is told ids, and that by the word it gave.
const channel = payload.channel;
if (channel)
  store.listen((parts) => {
    if (parts.has("selection")) parent.postMessage({ channel, selected: [...store.state.selection].map((n) => model.ids[n]) }, "*");
  });
