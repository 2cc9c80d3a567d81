// What leaves the page carries its handling with it.
function save(blob, name) {
  const link = make("a", undefined, { download: name });
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A spreadsheet runs what begins like a formula.
function cell(text) {
  const value = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${value.replace(/"/g, '""')}"`;
}

const COLUMNS = ["id", "caption", "kind", "roles", "countries", "originators", "handling", "links",
  "case", "case_handling", "audience"];

byId("save-table").addEventListener("click", () => {
  const lines = visibleRows.map((number) => {
    const entity = data.entities[number];
    return [entity.id, entity.caption, entity.kind, entity.roles.join("; "), entity.countries.join("; "),
      entity.originators.join("; "), entity.handling, String(linksOf[number].length),
      data.case, data.handling, data.audience].map(cell).join(",");
  });
  const text = `\ufeff${[COLUMNS.map(cell).join(","), ...lines].join("\r\n")}\r\n`;
  save(new Blob([text], { type: "text/csv;charset=utf-8" }), "linkgraph-entities.csv");
});

function wrap(ctx, text, width) {
  const lines = [""];
  for (const word of visible(text).split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (ctx.measureText(longer).width <= width || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.slice(0, 6);
}

function caveat() {
  const whom = data.own ? " (own agency)" : "";
  return [`${data.handling}  |  For ${data.audience}${whom}  |  From ${data.originators}`,
    `${data.title}  |  Case ${data.case}  |  ${data.size}  |  made ${data.made}  |  ledger version ${data.version}`];
}

function picture() {
  const drawing = byId("canvas").querySelector("canvas");
  const copy = document.createElement("canvas");
  const ratio = drawing.width / drawing.clientWidth;
  const width = drawing.width;
  const size = 14 * ratio;
  const ctx = copy.getContext("2d");
  ctx.font = `600 ${size}px ${FONT}`;
  const [mark, facts] = caveat().map((text) => wrap(ctx, text, width - 24 * ratio));
  const cautions = [data.part, ...data.cautions].filter(Boolean).flatMap((text) => wrap(ctx, `! ${text}`, width - 24 * ratio));
  const bar = (lines) => (lines.length * 1.5 + 0.8) * size;
  const tops = [bar(mark), bar(mark) + bar(facts)];
  copy.width = width;
  copy.height = tops[1] + drawing.height + bar(cautions) + bar(mark);
  const band = (lines, top, paper, ink) => {
    ctx.fillStyle = paper;
    ctx.fillRect(0, top, width, bar(lines));
    ctx.font = `600 ${size}px ${FONT}`;
    ctx.fillStyle = ink;
    lines.forEach((line, row) => ctx.fillText(line, 12 * ratio, top + size * (1.5 * row + 1.4)));
  };
  band(mark, 0, "#1a1a1a", "#fff");
  band(facts, tops[0], "#fff", "#1a1a1a");
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, tops[1], width, drawing.height);
  ctx.drawImage(drawing, 0, tops[1]);
  band(cautions, tops[1] + drawing.height, "#fdf6e6", "#1a1a1a");
  band(mark, tops[1] + drawing.height + bar(cautions), "#1a1a1a", "#fff");
  return copy;
}

byId("save-picture").addEventListener("click", () => {
  // Twice as wide and high, so that more names find room.
  const [position, scale] = [network.getViewPosition(), network.getScale()];
  network.setSize("200%", "200%");
  network.moveTo({ position, scale: 2 * scale });
  network.redraw();
  const copy = picture();
  network.setSize("100%", "100%");
  network.moveTo({ position, scale });
  network.redraw();
  copy.toBlob((blob) => blob && save(blob, "linkgraph-network.png"), "image/png");
});
