// Targeting: mark whom each country acts on within its means, and see at once what is left.

import { announce, button, el, told } from "./dom";
import { saveJson, fileName } from "./exporting";
import type { NetPane } from "./netpane";
import type { Store } from "./store";
import { type Candidate, type Left, type Targeting, leftOf, localTimes, planFile, reachOf, usesOf, warnedBy, zeroHour } from "./targets";
import { count, matches, oneLine, plural } from "./text";

const MOST_ROWS = 200;
const MOST_PLAN_BYTES = 50_000_000;

export class TargetPane {
  readonly #means = el("div", { class: "means" });
  readonly #figures = el("table", { class: "figures", "aria-label": "What is left of the network" });
  readonly #times = el("ul", { class: "times" });
  readonly #rows = el("tbody");
  readonly #warned = el("div");
  readonly #compared = el("div");
  readonly #message = el("p", { class: "warn", role: "status" });
  readonly #zero = el("input", { type: "text", id: "zero-hour", placeholder: "2026-12-04T21:00Z", "aria-describedby": "zero-words" });
  readonly #find = el("input", { type: "search", "aria-label": "Find a candidate", placeholder: "Find a candidate" });
  readonly #before: Left;
  #loaded: ReadonlyMap<number, string>;

  constructor(
    private readonly store: Store,
    host: HTMLElement,
    private readonly net: NetPane,
    private readonly targeting: Targeting,
  ) {
    this.#before = this.#left(new Map());
    this.#loaded = new Map(targeting.loaded);
    host.append(
      targeting.note ? el("p", { class: "hint" }, targeting.note) : "",
      this.#message, this.#means, this.#figures,
      el("div", { class: "zero" }, el("label", { for: "zero-hour" }, "Zero hour, UTC"), this.#zero, this.#times),
      this.#warned, this.#compared,
      el("div", { class: "actions" },
        targeting.plan ? button("Save plan", () => this.#savePlan(), { class: "small", id: "save-plan" }) : "",
        targeting.plan ? this.#loader() : "",
        button("Unmark all", () => this.store.change({ marked: new Map() }), { class: "small" })),
      el("div", { class: "bar" }, this.#find),
      el("div", { class: "scroll candidates", tabindex: 0, role: "region", "aria-label": "Candidates" },
        el("table", { "aria-label": "Candidates" }, el("thead", {}, el("tr", {}, ...["Candidate", "Weight", "Acts"].map((name) => el("th", { scope: "col" }, name)))), this.#rows)),
      this.#forbidden(),
    );
    this.#zero.addEventListener("change", () => this.#setZero());
    this.#find.addEventListener("input", () => this.#list());
    store.listen((parts) => {
      if (parts.has("marked") || parts.has("zero") || parts.has("targeting")) this.#draw();
    });
    this.#draw();
  }

  #left(marked: ReadonlyMap<number, string>): Left {
    const { nodes, ties, counts } = this.targeting;
    return leftOf(nodes.length, ties, counts, (node) => marked.has(nodes[node]));
  }

  #draw(): void {
    const { marked, targeting } = this.store.state;
    this.#drawMeans(marked);
    this.#drawFigures(this.#left(marked));
    this.#drawTimes();
    this.#drawWarned(marked, targeting);
    this.#drawCompared(marked);
    this.#list();
  }

  #drawMeans(marked: ReadonlyMap<number, string>): void {
    const uses = usesOf(this.targeting, marked);
    const open = this.targeting.capacities.length === 0;
    this.#means.replaceChildren(
      ...uses.map(({ country, resource, used, most }) =>
        el("div", { class: `mean${used > most ? " over" : ""}`, "data-country": country, "data-used": used },
          el("b", {}, country), el("span", {}, ` ${resource} ${count(used)} of ${count(most)}`),
          el("meter", { min: 0, max: Math.max(most, used, 1), value: used, high: most, "aria-label": `${country} ${resource}: ${used} of ${most}` }),
          used > most ? el("b", { class: "over" }, " too many") : ""),
      ),
      open ? el("p", { class: "hint" }, "No country's means were given: --capacity NZ:arrest=3 sets them.") : "",
    );
  }

  #drawFigures(left: Left): void {
    const row = (name: string, id: string, was: number, is: number): HTMLElement => {
      const change = was ? Math.round(((is - was) / was) * 100) : 0;
      return el("tr", {},
        el("th", { scope: "row" }, name), el("td", { class: "number" }, count(was)),
        el("td", { class: "number", id }, count(is)),
        el("td", { class: "number quiet" }, change ? `${change > 0 ? "+" : ""}${change} %` : ""));
    };
    const [before] = [this.#before];
    this.#figures.replaceChildren(
      el("thead", {}, el("tr", {}, el("td", {}), ...["Before", "Left", "Change"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {},
        row("Parts", "left-parts", before.parts, left.parts),
        row("People in the largest", "left-largest", before.largest, left.largest),
        row("Pairs still in reach", "left-pairs", before.pairs, left.pairs)),
    );
    announce(`${plural(left.parts, "part", "parts")}, ${plural(left.pairs, "pair", "pairs")} left`);
  }

  #moment(): Date | null {
    return zeroHour(this.store.state.zero);
  }

  #setZero(): void {
    const text = this.#zero.value.trim();
    if (text && !zeroHour(text)) {
      this.#say("A zero hour is a date, a time and a zone: 2026-12-04T21:00Z.");
      return;
    }
    this.#say("");
    this.store.change({ zero: text });
  }

  #drawTimes(): void {
    this.#zero.value = this.store.state.zero;
    const moment = this.#moment();
    const lines = moment
      ? this.targeting.countries.map((code) => `${code} ${localTimes(this.targeting.zones[code] ?? [], moment).join(" / ") || "zone not known"}`)
      : ["Not set: local times of each country appear here."];
    this.#times.id = "zero-words";
    this.#times.replaceChildren(...lines.map((line) => el("li", {}, line)));
  }

  #drawWarned(marked: ReadonlyMap<number, string>, on: boolean): void {
    const warned = warnedBy(this.targeting, marked);
    this.net.showWarned(new Set(on ? warned.map((one) => one.entity) : []));
    const { model } = this.store;
    this.#warned.replaceChildren(
      ...(this.targeting.warns.length
        ? [
            el("h3", {}, `Would be warned and is not acted on: ${count(warned.length)}`),
            el("ul", { class: "links short" }, ...warned.slice(0, 20).map(({ entity, hours, by }) =>
              el("li", {}, told(model.captions[entity]), el("span", { class: "quiet" }, ` within about ${hours < 1 ? "one hour" : plural(Math.round(hours), "hour", "hours")}, by `), told(model.captions[by])))),
            el("p", { class: "hint" }, "How fast warnings go is an assumption; contacts that no file holds warn too."),
          ]
        : [el("p", { class: "hint" }, "This release holds no tip-off ties.")]),
    );
  }

  #drawCompared(marked: ReadonlyMap<number, string>): void {
    if (!this.#loaded.size) {
      this.#compared.replaceChildren();
      return;
    }
    const { model } = this.store;
    const added = [...marked.keys()].filter((one) => !this.#loaded.has(one));
    const gone = [...this.#loaded.keys()].filter((one) => !marked.has(one));
    const led = [...marked].filter(([one, country]) => this.#loaded.has(one) && this.#loaded.get(one) !== country);
    const [then, now] = [this.#left(this.#loaded), this.#left(marked)];
    const names = (some: number[]): string => some.map((one) => model.captions[one]).join(", ") || "nobody";
    this.#compared.replaceChildren(
      el("h3", {}, "Beside the loaded plan"),
      el("ul", { class: "links short", id: "compared" },
        el("li", { dir: "auto" }, `Added: ${names(added)}`),
        el("li", { dir: "auto" }, `Taken out: ${names(gone)}`),
        led.length ? el("li", { dir: "auto" }, `Led by another country: ${names(led.map(([one]) => one))}`) : "",
        el("li", {}, `Pairs left: ${count(then.pairs)} in the plan, ${count(now.pairs)} as marked`)),
      button("Mark as in the loaded plan", () => this.store.change({ marked: new Map(this.#loaded) }), { class: "small" }),
    );
  }

  #list(): void {
    const { model, state } = this.store;
    const query = this.#find.value;
    const some = this.targeting.candidates.filter((one) => !query.trim() || matches(model.searchText(one.entity), query));
    some.sort((a, b) => Number(state.marked.has(b.entity)) - Number(state.marked.has(a.entity)) || b.worth - a.worth || a.entity - b.entity);
    const held = document.activeElement instanceof HTMLSelectElement ? document.activeElement.dataset["entity"] : undefined;
    const rows: HTMLElement[] = some.slice(0, MOST_ROWS).map((one) => this.#row(one));
    if (some.length > MOST_ROWS) rows.push(el("tr", {}, el("td", { colspan: 3 }, `${count(some.length - MOST_ROWS)} more: find them by name.`)));
    this.#rows.replaceChildren(...rows);
    if (held) this.#rows.querySelector<HTMLSelectElement>(`[data-entity="${held}"]`)?.focus();
  }

  #row({ entity, worth, reach }: Candidate): HTMLElement {
    const { model, state } = this.store;
    const choice = el("select", { "aria-label": `Country that acts on ${model.captions[entity]}`, "data-entity": entity }, el("option", { value: "" }, "nobody"));
    for (const code of Object.keys(reach).sort()) choice.append(el("option", { value: code }, code));
    choice.value = state.marked.get(entity) ?? "";
    choice.addEventListener("change", () => this.mark(entity, choice.value));
    const go = button(model.captions[entity] || "(no name)", () => {
      this.store.select([entity]);
      this.net.focus(entity);
    }, { class: "plain", dir: "auto" });
    return el("tr", { class: state.marked.has(entity) ? "marked" : "" }, el("td", {}, go), el("td", { class: "number" }, worth.toFixed(2)), el("td", {}, choice));
  }

  mark(entity: number, country: string): void {
    const marked = new Map(this.store.state.marked);
    if (country) marked.set(entity, country);
    else marked.delete(entity);
    this.store.change({ marked });
  }

  #forbidden(): HTMLElement {
    const { model } = this.store;
    const shown = [...this.targeting.forbidden];
    return el(
      "details", { class: "forbidden" },
      el("summary", {}, `Protected, never a target: ${count(shown.length)}`),
      el("ul", { class: "links short" }, ...shown.map(([entity, role]) => el("li", {}, told(model.captions[entity]), el("span", { class: "quiet" }, ` ${role}`)))),
    );
  }

  #say(words: string): void {
    this.#message.textContent = words;
  }

  #savePlan(): void {
    const { model, state } = this.store;
    const over = usesOf(this.targeting, state.marked).filter((use) => use.used > use.most);
    const made = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
    const plan = planFile(this.targeting, model.ids, state.marked, state.zero, this.#before, this.#left(state.marked), made);
    if (!plan) return;
    this.#say(over.length ? `Saved, but ${over.map((use) => use.country).join(", ")} would need more than its means.` : "");
    saveJson(fileName(model.head, "plan.json"), plan);
  }

  #loader(): HTMLElement {
    const input = el("input", { type: "file", accept: ".json,application/json", class: "file", id: "load-plan" });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = "";
      if (!file) return;
      if (file.size > MOST_PLAN_BYTES) this.#say("This file is too large to be a plan.");
      else void file.text().then((text) => this.load(text));
    });
    return el("label", { class: "small file-button" }, "Load plan", input);
  }

  load(text: string): void {
    const { model } = this.store;
    let told: Record<string, unknown>;
    try {
      told = JSON.parse(text) as Record<string, unknown>;
    } catch {
      this.#say("This file cannot be read as a plan.");
      return;
    }
    if (!told || told["linkgraph_plan"] !== 1 || !Array.isArray(told["targets"])) {
      this.#say("This is no plan that this board reads.");
      return;
    }
    const numbers = new Map(model.ids.map((id, at) => [id, at]));
    const able = new Map(this.targeting.candidates.map((one) => [one.entity, one]));
    const marked = new Map<number, string>();
    let out = 0;
    for (const one of told["targets"] as { entity_id?: unknown; country?: unknown }[]) {
      const entity = numbers.get(String(one?.entity_id));
      const country = one?.country;
      if (entity !== undefined && reachOf(able.get(entity), country)) marked.set(entity, country as string);
      else out += 1;
    }
    const asked = told["asked"] as { zero_hour?: unknown } | undefined;
    const read = typeof asked?.zero_hour === "string" ? asked.zero_hour.replace("+00:00", "Z") : "";
    const zero = zeroHour(read) ? read : this.store.state.zero;
    this.#loaded = marked;
    this.store.change({ marked: new Map(marked), zero });
    this.#say(out ? `${plural(out, "target", "targets")} of this plan cannot be acted on here: not shown, protected, or out of reach.` : oneLine(`${plural(marked.size, "target", "targets")} loaded.`));
  }
}
