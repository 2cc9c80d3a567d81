// The table: what the drawing shows, for the keyboard, a reader or a spreadsheet.
const body = byId("entities");
const search = byId("search");
const collator = new Intl.Collator("en", { numeric: true });
const order = data.entities.map((_, number) => number)
  .sort((a, b) => collator.compare(data.entities[a].caption, data.entities[b].caption) || a - b);
const rows = new Map();
let visibleRows = order;

for (const number of order) {
  const entity = data.entities[number];
  const row = make("tr", undefined, { tabindex: "-1", "aria-selected": "false" });
  const name = make("td");
  const caption = make("span", entity.caption);
  name.append(caption, ...(entity.roles.length ? [document.createElement("br"), ...roleMarks(entity)] : []));
  row.append(name, make("td", entity.kind), make("td", String(linksOf[number].length)));
  row.addEventListener("click", () => select({ entity: number, focus: true }));
  row.addEventListener("keydown", (event) => rowKey(event, number));
  rows.set(number, row);
  body.append(row);
}

function find() {
  visibleRows = order.filter((number) => matches(number, search.value));
  const kept = new Set(visibleRows);
  for (const [number, row] of rows) {
    row.hidden = !kept.has(number);
    row.tabIndex = -1;
  }
  if (visibleRows.length) rows.get(visibleRows[0]).tabIndex = 0;
  byId("found").textContent = search.value.trim()
    ? `${plural(visibleRows.length, "entity", "entities")} found` : plural(order.length, "entity", "entities");
}

function goTo(place) {
  const number = visibleRows[Math.max(0, Math.min(place, visibleRows.length - 1))];
  if (number === undefined) return;
  for (const row of body.querySelectorAll('tr[tabindex="0"]')) row.tabIndex = -1;
  rows.get(number).tabIndex = 0;
  rows.get(number).focus();
}

function rowKey(event, number) {
  const place = visibleRows.indexOf(number);
  const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: visibleRows.length - 1,
    PageDown: place + 12, PageUp: place - 12 };
  if (event.key in moves) goTo(moves[event.key]);
  else if (event.key === "Enter" || event.key === " ") select({ entity: number, focus: true });
  else if (event.key === "Escape") search.focus();
  else return;
  event.preventDefault();
}

function markRow(entity) {
  for (const [number, row] of rows) row.setAttribute("aria-selected", String(number === entity));
  if (entity !== null && !rows.get(entity).hidden) rows.get(entity).scrollIntoView({ block: "nearest" });
}

search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") goTo(0);
  else if (event.key === "Enter" && visibleRows.length) select({ entity: visibleRows[0], focus: true });
  else return;
  event.preventDefault();
});
