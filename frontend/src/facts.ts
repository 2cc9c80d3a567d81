// What is on file of an entity or a link, as text.

import { button, el, told } from "./dom";
import type { Model } from "./model";
import type { Store } from "./store";
import { oneLine } from "./text";

const STRENGTHS = ["strong evidence", "weaker evidence", "not graded, or cannot be judged"];

function list(facts: [string, string][]): HTMLElement {
  return el(
    "dl", {},
    ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, oneLine(name)), told(oneLine(value), "dd")]),
  );
}

export function lineMark(model: Model, link: number): HTMLElement {
  return el("span", { class: `line style-${model.style[link]} family-${model.family[link]}`, "aria-hidden": "true" });
}

export function entityHead(model: Model, one: number): HTMLElement {
  const both = model.isGuarded(one) && model.isSuspect(one);
  return el(
    "div", { class: "who" },
    el("img", { src: model.icons[model.icon[one]], alt: "", width: 44, height: 44 }),
    el("div", {},
      told(model.captions[one] || "(no name)", "h3"),
      el("p", { class: "quiet" }, [model.kindWords(one), ...model.roles(one)].join(", ")),
      both && el("p", { class: "warn" }, "Named as suspect and protected by a role: a person must weigh the non-punishment principle before any action.")),
  );
}

export function entityFacts(model: Model, one: number): HTMLElement {
  const merged = new Map<string, string[]>();
  for (const [name, value] of model.properties(one)) merged.set(name, [...(merged.get(name) ?? []), value]);
  return list([
    ...[...merged].map(([name, values]): [string, string] => [name, values.join("; ")]),
    ["countries", model.countries(one).join(", ")],
    ["originators", model.originators(one).join(", ")],
    ["handling", model.handling(one)],
    ["id", model.ids[one]],
  ]);
}

export function linkFacts(model: Model, link: number): HTMLElement {
  return list([
    ["amount", model.amountText(link)],
    ["when", model.momentText(link)],
    ["grade", `${model.grade(link) || "none"} (${STRENGTHS[model.style[link]]})`],
    ...model.linkProps(link),
    ["handling", model.linkHandling(link)],
    ["id", model.linkIds[link]],
  ]);
}

export function linkRow({ model, graph }: Store, one: number, link: number, act: () => void): HTMLElement {
  const way = model.start[link] === one ? "to" : "from";
  const facts = [model.amountText(link), model.momentText(link), model.grade(link) || "not graded"].filter(Boolean).join(" · ");
  const go = button("", act, { class: "link-row" });
  go.append(
    lineMark(model, link),
    el("span", { class: "quiet" }, `${model.typeWords(link)} ${way} `),
    told(model.captions[graph.otherEnd(link, one)]),
    el("span", { class: "quiet block" }, facts),
  );
  return el("li", {}, go);
}
