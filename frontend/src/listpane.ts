// The list: the same entities and links as text, and the way to all of them by keyboard.

import { announce, button, el } from "./dom";
import type { NetPane } from "./netpane";
import type { Store } from "./store";
import { count, matches, plural } from "./text";

const PAGE = 100;
type Column = "name" | "kind" | "countries" | "links" | "score" | "when" | "amount" | "type";

export class ListPane {
  readonly #tabs: HTMLButtonElement[];
  readonly #table = el("table");
  readonly #pager = el("div", { class: "pager" });
  readonly #scroller: HTMLElement;
  #view: "entities" | "links" = "entities";
  #sort: Column = "links";
  #down = true;
  #page = 0;
  #rows: number[] = [];
  #active = 0;
  #stale = false;
  found: ReadonlySet<number> = new Set();
  onFound: (found: ReadonlySet<number>) => void = () => undefined;

  constructor(
    private readonly store: Store,
    host: HTMLElement,
    private readonly net: Pick<NetPane, "focus">,
  ) {
    this.#tabs = (["entities", "links"] as const).map((view) =>
      button("", () => this.#show(view), { class: "switch", "aria-pressed": String(view === this.#view), "data-view": view }),
    );
    this.#scroller = el("div", { class: "scroll rows" }, this.#table);
    host.append(el("div", { class: "bar" }, ...this.#tabs), this.#scroller, this.#pager);
    this.#table.addEventListener("keydown", (event) => this.#key(event));
    this.#table.addEventListener("click", (event) => this.#click(event));
    store.listen((parts) => {
      if (parts.has("moved") || parts.has("notes")) return;
      const selectionOnly = parts.size <= 2 && [...parts].every((part) => part === "selection" || part === "link");
      if (selectionOnly) this.#mark();
      else this.refresh();
    });
    new ResizeObserver(() => this.#stale && this.refresh()).observe(this.#scroller);
    this.refresh();
  }

  #show(view: "entities" | "links"): void {
    this.#view = view;
    this.#sort = view === "entities" ? "links" : "when";
    this.#down = view === "entities";
    this.refresh();
  }

  refresh(): void {
    // Whoever is not looked at is filled when shown; what a search finds is shown elsewhere too.
    this.#stale = this.#scroller.clientWidth === 0 && !this.store.state.query.trim() && this.found.size === 0;
    if (this.#stale) return;
    const { masks, model, state } = this.store;
    const isFound = (one: number): boolean => matches(model.searchText(one), state.query);
    const query = state.query.trim();
    const entities: number[] = [];
    for (let one = 0; one < model.size; one += 1)
      if (masks.entities[one] && (!query || isFound(one))) entities.push(one);
    this.found = new Set(query ? entities : []);
    this.onFound(this.found);
    const links: number[] = [];
    for (let link = 0; link < model.linkCount; link += 1)
      if (masks.links[link] && (!query || this.found.has(model.start[link]) || this.found.has(model.end[link]))) links.push(link);
    const degree = this.#degrees();
    this.#rows = this.#view === "entities" ? this.#sortedEntities(entities, degree) : this.#sortedLinks(links);
    this.#tabs[0].textContent = `Entities ${count(entities.length)}`;
    this.#tabs[1].textContent = `Links ${count(links.length)}`;
    this.#tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset["view"] === this.#view)));
    this.#page = 0;
    this.#active = 0;
    this.#fill(degree);
  }

  #degrees(): Uint32Array {
    const { masks, model } = this.store;
    const degree = new Uint32Array(model.size);
    for (let link = 0; link < model.linkCount; link += 1) {
      if (!masks.links[link]) continue;
      degree[model.start[link]] += 1;
      if (model.end[link] !== model.start[link]) degree[model.end[link]] += 1;
    }
    return degree;
  }

  #sortedEntities(entities: number[], degree: Uint32Array): number[] {
    const { model } = this.store;
    const score = model.scores[this.store.state.score];
    const value: Record<string, (one: number) => number | string> = {
      name: (one) => model.captions[one],
      kind: (one) => model.kindWords(one) + model.roles(one).join(),
      countries: (one) => model.countries(one).join() || "\uffff",
      links: (one) => degree[one],
      score: (one) => score?.values[one] ?? 0,
    };
    return this.#ordered(entities, value[this.#sort] ?? value["links"]);
  }

  #sortedLinks(links: number[]): number[] {
    const { model } = this.store;
    const value: Record<string, (link: number) => number | string> = {
      when: (link) => (model.grain[link] ? model.at[link] : Infinity),
      amount: (link) => model.amount[link] / 10 ** model.currencies[model.currency[link]][1],
      type: (link) => model.typeWords(link),
      name: (link) => model.captions[model.start[link]],
    };
    return this.#ordered(links, value[this.#sort] ?? value["when"]);
  }

  #ordered(some: number[], value: (one: number) => number | string): number[] {
    const keys = new Map(some.map((one) => [one, value(one)]));
    const way = this.#down ? -1 : 1;
    return some.sort((a, b) => {
      const [x, y] = [keys.get(a) as number | string, keys.get(b) as number | string];
      return (x < y ? -way : x > y ? way : 0) || a - b;
    });
  }

  #fill(degree = this.#degrees()): void {
    const begin = this.#page * PAGE;
    const shown = this.#rows.slice(begin, begin + PAGE);
    const body = el("tbody", {}, ...shown.map((row, at) => (this.#view === "entities" ? this.#entityRow(row, at, degree) : this.#linkRow(row, at))));
    const score = this.store.model.scores[this.store.state.score];
    const columns: [Column, string][] =
      this.#view === "entities"
        ? [["name", "Name"], ["kind", "Kind, roles"], ["countries", "Where"], ["links", "Links"], ...(score ? [["score", score.name] as [Column, string]] : [])]
        : [["type", "Link"], ["name", "From, to"], ["when", "When"], ["amount", "Amount, grade"]];
    const head = el("thead", {}, el("tr", {}, ...columns.map(([column, words]) => this.#head(column, words))));
    this.#table.setAttribute("aria-label", this.#view === "entities" ? "Entities shown" : "Links shown");
    this.#table.className = this.#view;
    this.#table.replaceChildren(head, body);
    this.#scroller.scrollTop = 0;
    const last = Math.max(0, Math.ceil(this.#rows.length / PAGE) - 1);
    this.#pager.replaceChildren(
      button("Previous", () => this.#turn(-1), { class: "small", disabled: this.#page === 0 }),
      el("span", {}, this.#rows.length ? `${count(begin + 1)} to ${count(begin + shown.length)} of ${count(this.#rows.length)}` : "Nothing is shown: widen the filter."),
      button("Next", () => this.#turn(1), { class: "small", disabled: this.#page >= last }),
    );
  }

  #turn(by: number): void {
    this.#page += by;
    this.#active = 0;
    this.#fill();
  }

  #head(column: Column, words: string): HTMLElement {
    const sorted = column === this.#sort;
    const sorting = button(words, () => {
      this.#down = sorted ? !this.#down : column === "links" || column === "score" || column === "amount";
      this.#sort = column;
      this.refresh();
    });
    return el("th", { scope: "col", "aria-sort": sorted ? (this.#down ? "descending" : "ascending") : "none" }, sorting);
  }

  #entityRow(one: number, at: number, degree: Uint32Array): HTMLElement {
    const { model, state } = this.store;
    const led = state.marked.get(one);
    const score = model.scores[state.score];
    const roles = [model.kindWords(one), ...model.roles(one)].join(", ");
    return el(
      "tr",
      { "data-row": one, tabindex: at === this.#active ? 0 : -1, "aria-selected": String(state.selection.has(one)) },
      el("td", {}, el("img", { src: model.icons[model.icon[one]], alt: "", width: 22, height: 22 }), el("span", { dir: "auto", class: "name" }, model.captions[one] || "(no name)"), led ? el("span", { class: "tag" }, `target ${led}`) : null),
      el("td", {}, roles),
      el("td", {}, model.countries(one).join(" ")),
      el("td", { class: "number" }, count(degree[one])),
      score ? el("td", { class: "number" }, score.values[one] < 0 ? "none" : (score.values[one] / 1000).toFixed(3)) : null,
    );
  }

  #linkRow(link: number, at: number): HTMLElement {
    const { model, state } = this.store;
    return el(
      "tr",
      { "data-row": link, tabindex: at === this.#active ? 0 : -1, "aria-selected": String(state.link === link) },
      el("td", {}, el("span", { class: `line style-${model.style[link]} family-${model.family[link]}`, "aria-hidden": "true" }), model.typeWords(link)),
      el("td", {}, el("span", { dir: "auto" }, model.captions[model.start[link]]), el("span", { class: "quiet" }, " to "), el("span", { dir: "auto" }, model.captions[model.end[link]])),
      el("td", { class: "nowrap" }, model.momentText(link).replace(" UTC", "")),
      el("td", { class: "number" }, model.amountText(link), el("span", { class: "quiet" }, ` ${model.grade(link) || "not graded"}`)),
    );
  }

  #mark(): void {
    const { selection, link } = this.store.state;
    for (const row of this.#table.tBodies[0]?.rows ?? []) {
      const number = Number(row.dataset["row"]);
      row.setAttribute("aria-selected", String(this.#view === "entities" ? selection.has(number) : number === link));
    }
  }

  #rowOf(target: EventTarget | null): HTMLTableRowElement | null {
    return target instanceof Element ? target.closest<HTMLTableRowElement>("tr[data-row]") : null;
  }

  #click(event: MouseEvent): void {
    const row = this.#rowOf(event.target);
    if (!row) return;
    this.#step(Number(row.rowIndex) - 1);
    this.#choose(row, event.ctrlKey || event.metaKey || event.shiftKey);
  }

  #choose(row: HTMLTableRowElement, add: boolean): void {
    const number = Number(row.dataset["row"]);
    const { model } = this.store;
    if (this.#view === "entities") {
      this.store.select([number], add);
      if (!add) this.net.focus(number);
      announce(`${model.captions[number]}, ${plural(this.store.state.selection.size, "entity", "entities")} selected`);
    } else {
      this.store.change({ link: number, selection: new Set([model.start[number], model.end[number]]) });
      this.net.focus(model.start[number]);
    }
  }

  #step(to: number): void {
    const rows = this.#table.tBodies[0]?.rows;
    if (!rows?.length) return;
    rows[this.#active]?.setAttribute("tabindex", "-1");
    this.#active = Math.max(0, Math.min(rows.length - 1, to));
    rows[this.#active].setAttribute("tabindex", "0");
    rows[this.#active].focus();
  }

  #key(event: KeyboardEvent): void {
    const row = this.#rowOf(event.target);
    if (!row || event.target !== row) return;
    const to: Record<string, number> = {
      ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, Home: 0, End: PAGE,
      PageDown: this.#active + 15, PageUp: this.#active - 15,
    };
    if (event.key in to) this.#step(to[event.key]);
    else if (event.key === "Enter") this.#choose(row, false);
    else if (event.key === " ") this.#choose(row, true);
    else return;
    event.preventDefault();
  }
}
