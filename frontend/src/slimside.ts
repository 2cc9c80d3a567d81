// A notebook's list and selection: all entities found, and what is on file of the chosen one.

import { announce, button, el } from "./dom";
import { entityFacts, entityHead, linkFacts, linkRow } from "./facts";
import type { NetPane } from "./netpane";
import type { Store } from "./store";
import { count, matches } from "./text";

const MOST_ROWS = 150;
const MOST_LINKS = 40;

export function makeList(store: Store, net: NetPane, host: HTMLElement, hits: HTMLElement): void {
  const { model } = store;
  const rows = el("ul", { class: "links", "aria-label": "Entities" });
  host.append(rows);
  const draw = (): void => {
    const query = store.state.query.trim();
    const found = [...model.ids.keys()].filter((one) => !query || matches(model.searchText(one), query));
    hits.textContent = query ? `${count(found.length)} found` : "";
    net.showFound(new Set(query && found.length < 400 ? found : []));
    rows.replaceChildren(
      ...found.slice(0, MOST_ROWS).map((one) => {
        const go = button("", () => {
          store.select([one]);
          net.focus(one);
          announce(`${model.captions[one]} selected`);
        }, { class: "link-row", "data-entity": one });
        go.append(el("span", { dir: "auto" }, model.captions[one] || "(no name)"), el("span", { class: "quiet" }, ` ${[model.kindWords(one), ...model.roles(one)].join(", ")}`));
        return el("li", {}, go);
      }),
    );
    if (found.length > MOST_ROWS) rows.append(el("li", { class: "quiet" }, `${count(found.length - MOST_ROWS)} more: search for them.`));
  };
  store.listen((parts) => parts.has("query") && draw());
  draw();
}

export function makeDetail(store: Store, net: NetPane, host: HTMLElement): void {
  const { model, graph } = store;
  const choose = (one: number): void => {
    store.select([one]);
    net.focus(one);
  };
  const entity = (one: number): Node[] => {
    const links = [...new Set(graph.linksOf(one))];
    return [
      entityHead(model, one),
      entityFacts(model, one),
      el("h4", {}, `${count(links.length)} links`),
      el("ul", { class: "links" }, ...links.slice(0, MOST_LINKS).map((link) => linkRow(store, one, link, () => choose(graph.otherEnd(link, one))))),
    ];
  };
  const link = (one: number): Node[] => [
    el("h3", {}, model.typeWords(one)),
    el("p", {}, ...[model.start[one], model.end[one]].map((end) => button(model.captions[end] || "(no name)", () => choose(end), { class: "small", dir: "auto" }))),
    linkFacts(model, one),
  ];
  const draw = (): void => {
    const { state, single } = store;
    if (state.link >= 0) host.replaceChildren(...link(state.link));
    else if (single >= 0) host.replaceChildren(...entity(single));
    else host.replaceChildren(el("p", { class: "hint" }, state.selection.size ? `${count(state.selection.size)} selected.` : "Click an entity or a link."));
  };
  store.listen(draw);
  draw();
}
