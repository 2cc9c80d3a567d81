// The panel beside the drawing: all that the release says of what is selected.
const details = byId("details");

function addFacts(list, facts) {
  for (const [name, values] of facts) {
    const filled = values.filter((value) => value !== "");
    if (!filled.length) continue;
    const value = make("dd");
    for (const text of filled) value.append(make("span", text));
    list.append(make("dt", name), value);
  }
  return list;
}

function roleMarks(entity) {
  return entity.roles.map((role) => make("span", role, { class: "role" }));
}

function tellLink(number) {
  const link = data.links[number];
  return addFacts(make("dl"), [
    ["type", [link.type.replace(/_/g, " ")]],
    ["from", [data.entities[link.from].caption]],
    ["to", [data.entities[link.to].caption]],
    ["when (UTC)", [link.at || "not dated"]],
    ["amount", [link.amount]],
    ["evidence", [link.grade ? `${link.grade} (${link.style} line)` : "not graded (dotted line)"]],
    ["handling", [link.handling]],
    ["id", [link.id]],
    ...link.properties,
  ]);
}

function linkButton(number, from) {
  const link = data.links[number];
  const out = link.from === from;
  const item = make("li");
  const button = make("button", undefined, { type: "button" });
  const other = data.entities[out ? link.to : link.from].caption;
  button.append(make("span", `${out ? "\u2192" : "\u2190"} ${link.type.replace(/_/g, " ")} `), make("span", other));
  const more = [link.at, link.amount, link.grade].filter(Boolean).join(" \u00b7 ");
  if (more) button.append(document.createElement("br"), make("span", more, { class: "what" }));
  button.addEventListener("click", () => select({ line: linesOf.findIndex((links) => links.includes(number)) }));
  item.append(button);
  return item;
}

function tellEntity(number) {
  const entity = data.entities[number];
  const heading = make("h2", entity.caption);
  const marks = make("p");
  marks.append(...roleMarks(entity));
  const facts = addFacts(make("dl"), [
    ["kind", [entity.kind]],
    ["id", [entity.id]],
    ["countries", [entity.countries.join(", ")]],
    ["says who", [entity.originators.join(", ")]],
    ["handling", [entity.handling]],
    ...entity.properties,
  ]);
  const shown = linksOf[number].filter((link) => state.shown[link]);
  const left = linksOf[number].length - shown.length;
  const list = make("ul");
  for (const link of shown) list.append(linkButton(link, number));
  const notes = [];
  if (entity.hidden) notes.push("Name and id stand in for the real ones.");
  if (entity.roles.includes("suspect") && entity.roles.includes("victim")) {
    notes.push("Named as suspect and as victim: under the non-punishment principle a person must weigh that before any action.");
  }
  details.replaceChildren(heading, marks, ...notes.map((note) => make("p", note, { class: "note" })), facts,
    make("h3", `${plural(shown.length, "link", "links")}${left ? `, ${left} more filtered out` : ""}`), list);
}

function tellLine(line) {
  const shown = lineShown[line];
  const { from, to } = data.edges[line];
  const ends = make("ul");
  for (const end of from === to ? [from] : [from, to]) {
    const button = make("button", data.entities[end].caption, { type: "button" });
    button.addEventListener("click", () => select({ entity: end }));
    const item = make("li");
    item.append(button);
    ends.append(item);
  }
  const type = data.links[linesOf[line][0]].type.replace(/_/g, " ");
  const heading = make("h2", shown.length === 1 ? type : `${type} \u00d7${shown.length}`);
  const each = shown.flatMap((number, place) =>
    shown.length === 1 ? [tellLink(number)] : [make("h3", `${place + 1} of ${shown.length}`), tellLink(number)]);
  details.replaceChildren(heading, ...each, make("h3", "Between"), ends);
}

function tellNothing() {
  details.replaceChildren(make("h2", "Nothing selected"),
    make("p", "Select an entity or a line in the drawing, or an entity in the table, to see all that is said of it."));
}

function tell() {
  if (state.entity !== null) tellEntity(state.entity);
  else if (state.line !== null) tellLine(state.line);
  else tellNothing();
}

function select({ entity = null, line = null, focus = false }) {
  state.entity = entity;
  state.line = line;
  if (line !== null && line < 0) state.line = null;
  network.unselectAll();
  if (entity !== null) network.selectNodes([entity], false);
  if (state.line !== null) network.selectEdges([state.line]);
  markRow(entity);
  tell();
  redraw();
  if (focus && entity !== null) look(entity);
}
