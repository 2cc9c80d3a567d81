// What is left of the links: by kind, and by when.
const wantedTypes = new Set(data.links.map((link) => link.type));

// A date that is known to the month or year alone covers all of it.
function span(link) {
  const start = link.at.slice(0, 10);
  const ended = link.properties.find(([name]) => name === "until" || name === "end")?.[1][0] ?? "";
  const end = (ended || link.at).slice(0, 10);
  return [start.padEnd(10, "-01").slice(0, 10).replace(/^(\d{4})$/, "$1-01-01"),
    end.length === 4 ? `${end}-12-31` : end.length === 7 ? `${end}-31` : end];
}
const spans = data.links.map(span);

function applyFilters() {
  const [from, to] = [byId("time-from").value, byId("time-to").value];
  const undated = byId("undated").checked;
  data.links.forEach((link, number) => {
    const [start, end] = spans[number];
    const inTime = link.at ? (!from || end >= from) && (!to || start <= to) : undated || (!from && !to);
    state.shown[number] = inTime && wantedTypes.has(link.type);
  });
  const count = state.shown.filter(Boolean).length;
  byId("links-shown").textContent = count === data.links.length
    ? plural(count, "link", "links") : `${count.toLocaleString("en")} of ${plural(data.links.length, "link", "links")} shown`;
  redraw();
  tell();
}

const counts = new Map();
for (const { type } of data.links) counts.set(type, (counts.get(type) ?? 0) + 1);
for (const type of [...counts.keys()].sort()) {
  const label = make("label");
  const box = make("input", undefined, { type: "checkbox" });
  box.checked = true;
  box.addEventListener("change", () => {
    if (box.checked) wantedTypes.add(type);
    else wantedTypes.delete(type);
    applyFilters();
  });
  label.append(box, make("span", ` ${type.replace(/_/g, " ")} (${counts.get(type)})`));
  byId("types").append(label);
}
for (const id of ["time-from", "time-to", "undated"]) byId(id).addEventListener("change", applyFilters);
byId("no-filter").addEventListener("click", () => {
  for (const type of counts.keys()) wantedTypes.add(type);
  for (const box of byId("types").querySelectorAll("input")) box.checked = true;
  byId("time-from").value = "";
  byId("time-to").value = "";
  byId("undated").checked = true;
  applyFilters();
});
