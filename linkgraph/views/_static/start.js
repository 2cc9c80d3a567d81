// The legend names only what is drawn; then all parts are joined.
const SVG = "http://www.w3.org/2000/svg";

function sample(colour, dashes, width) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ x1: 1, y1: 6, x2: 33, y2: 6, stroke: colour, "stroke-width": width,
    "stroke-dasharray": dashes })) line.setAttribute(name, value);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("viewBox", "0 0 34 12");
  svg.append(line);
  return svg;
}

function entry(picture, text) {
  const item = make("span");
  item.append(picture, make("span", text));
  return item;
}

function icon(key) {
  const image = make("img", undefined, { alt: "" });
  image.src = data.icons[key];
  return image;
}

function fillLegend() {
  const legend = byId("legend");
  const seen = new Map();
  data.nodes.forEach((node, number) => {
    const entity = data.entities[number];
    const text = [entity.kind, ...entity.roles].join(", ");
    const key = `${node.icon}\n${text}`;
    if (!seen.has(key)) seen.set(key, [text, node.icon]);
  });
  for (const [text, key] of [...seen.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1))) legend.append(entry(icon(key), text));
  const families = new Set(data.links.map((link) => link.family));
  for (const [name, colour] of data.families) {
    if (families.has(name)) legend.append(entry(sample(colour, "none", 3), name === "other" ? "other link" : name));
  }
  const styles = new Set(data.links.map((link) => link.style));
  for (const [style, dashes, text] of [["solid", "none", "strong evidence (A, B with 1, 2)"],
    ["dashed", "6 4", "weaker evidence"], ["dotted", "1.5 4", "not graded, or cannot be judged"]]) {
    if (styles.has(style)) legend.append(entry(sample("#1a1a1a", dashes, 2), text));
  }
  if (linesOf.some((links) => links.length > 1)) legend.append(entry(sample("#1a1a1a", "none", 4), "\u00d7 several links alike"));
  legend.append(make("span", "Near or central on the page says nothing about what anybody did."));
}

network.on("click", ({ nodes: [entity], edges: [line] }) => {
  if (entity !== undefined) select({ entity });
  else select({ line: line ?? null });
});
byId("fit").addEventListener("click", fit);
byId("clear").addEventListener("click", () => select({}));
byId("nearer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.4 }));
byId("farther").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.4 }));
fillLegend();
find();
applyFilters();
sizeBox();
network.redraw();
fit();
network.once("afterDrawing", () => byId("canvas").setAttribute("data-drawn", "yes"));
network.redraw();
