// Labels are drawn here, not by the library: at one readable size whatever the zoom, and never over each other.
const FONT = '"Segoe UI", system-ui, "Noto Sans", sans-serif';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LONGEST = 30;
const LINK_LABELS_FROM = 0.6;
const FEW_LINES = 40;
const ROLE_INK = { suspect: "#9a1c15", victim: "#5b2a86", witness: "#00594a" };

function shorten(text) {
  const characters = Array.from(visible(text).replace(/\s+/g, " ").trim());
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}\u2026` : characters.join("");
}
const captions = data.entities.map((entity) => shorten(entity.caption));
const roleWords = data.entities.map((entity) => shorten(entity.roles.join(" + ")).toUpperCase());

// Where there is not room for all names: suspects and syndicates, whom a role protects, then what has most links.
// No link to somebody protected counts, so that nobody is put forward by one.
const guarded = data.entities.map((entity) =>
  entity.roles.some((role) => ["victim", "witness", "informant", "protected"].includes(role)));
const openLinks = data.entities.map((_, number) => guarded[number] ? 0 :
  linksOf[number].filter((link) => !guarded[data.links[link].from] && !guarded[data.links[link].to]).length);
const rank = (number) => {
  const { kind, roles } = data.entities[number];
  if (guarded[number]) return 1;
  return roles.includes("suspect") || kind === "Syndicate" ? 0 : 2;
};
const inTurn = data.entities.map((_, number) => number)
  .sort((a, b) => rank(a) - rank(b) || openLinks[b] - openLinks[a] || a - b);

const marked = inTurn.filter((number) => rank(number) === 0);
const pictures = Object.fromEntries(Object.entries(data.icons).map(([key, address]) => {
  const image = new Image();
  image.src = address;
  return [key, image];
}));
const LEAST_MARK = 14;
const ALL_NAMES_FROM = 0.2;
const ALONG = [0.5, 0.64, 0.36];

const CELL = 4;
const [FREE, ICON, NAME] = [0, 1, 2];
class Room {
  constructor(width, height) {
    this.across = Math.ceil(width / CELL);
    this.down = Math.ceil(height / CELL);
    this.taken = new Uint8Array(this.across * this.down);
  }
  area(left, top, width, height) {
    const x0 = Math.max(0, Math.floor(left / CELL)), x1 = Math.min(this.across, Math.ceil((left + width) / CELL));
    const y0 = Math.max(0, Math.floor(top / CELL)), y1 = Math.min(this.down, Math.ceil((top + height) / CELL));
    return { x0, x1, y0, y1 };
  }
  // An icon gives way to the name of somebody marked, a name to nothing.
  isFree(box, overIcons) {
    const { x0, x1, y0, y1 } = this.area(...box);
    if (x0 >= x1 || y0 >= y1) return false;
    const most = overIcons ? ICON : FREE;
    for (let y = y0; y < y1; y += 1) {
      for (let x = x0; x < x1; x += 1) if (this.taken[y * this.across + x] > most) return false;
    }
    return true;
  }
  take(box, by) {
    const { x0, x1, y0, y1 } = this.area(...box);
    for (let y = y0; y < y1; y += 1) this.taken.fill(by, y * this.across + x0, y * this.across + Math.max(x0, x1));
  }
}

const widths = new Map();
function widthOf(ctx, text) {
  const key = `${ctx.font}\n${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

function write(ctx, text, x, y, ink) {
  ctx.direction = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = "#fffffff2";
  ctx.strokeText(text, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}

function labelEntity(ctx, room, number, at, half, lit) {
  const role = roleWords[number];
  ctx.font = `${role ? 600 : 400} 12.5px ${FONT}`;
  const width = Math.max(widthOf(ctx, captions[number]), role ? role.length * 7 : 0) + 4;
  const top = at.y + half + 1;
  const box = [at.x - width / 2, top, width, role ? 29 : 16];
  if (!lit && !room.isFree(box, rank(number) < 2)) return;
  room.take(box, NAME);
  write(ctx, captions[number], at.x, top + 12, "#1a1a1a");
  if (!role) return;
  ctx.font = `700 10.5px ${FONT}`;
  write(ctx, role, at.x, top + 25, ROLE_INK[data.entities[number].roles[0]] ?? "#333");
}

// What to write on a line, longest first: the first that finds room is written.
function lineTexts(line) {
  const shown = lineShown[line];
  const link = data.links[shown[0]];
  const type = link.type.replace(/_/g, " ");
  if (linesOf[line].length > 1) return [shorten(`${type} \u00d7${shown.length}`)];
  const parts = [type, link.amount, link.at.slice(0, 10)].filter(Boolean).map(shorten);
  return [parts.join(" \u00b7 "), parts.slice(-2).join(" \u00b7 "), shorten(link.amount || type)];
}

function labelLine(ctx, room, line, toScreen, lit) {
  const drawnEdge = network.body.edges[line];
  if (!drawnEdge?.connected || drawn.edge[line] === "hidden") return;
  const spots = ALONG.map((along) => toScreen(drawnEdge.edgeType.getPoint(along)));
  const [from, to] = [data.edges[line].from, data.edges[line].to].map((id) => toScreen(network.body.nodes[id]));
  const length = data.edges[line].from === data.edges[line].to ? Infinity : Math.hypot(from.x - to.x, from.y - to.y);
  const texts = lineTexts(line);
  const tries = texts.map((text) => [text, false]).concat(lit ? texts.map((text) => [text, true]) : []);
  for (const [text, overIcons] of tries) {
    const width = widthOf(ctx, text) + 4;
    const at = (lit || width < length * 1.1) &&
      spots.find(({ x, y }) => room.isFree([x - width / 2, y - 8, width, 16], overIcons));
    if (!at) continue;
    room.take([at.x - width / 2, at.y - 8, width, 16], NAME);
    ctx.fillStyle = "#ffffffe6";
    ctx.fillRect(at.x - width / 2, at.y - 7, width, 14);
    write(ctx, text, at.x, at.y + 4, data.edges[line].color);
    return;
  }
}

function drawLabels(ctx) {
  const canvas = byId("canvas").querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const [width, height, scale, middle] = [canvas.clientWidth, canvas.clientHeight, network.getScale(), network.getViewPosition()];
  const toScreen = ({ x, y }) => ({ x: (x - middle.x) * scale + width / 2, y: (y - middle.y) * scale + height / 2 });
  const room = new Room(width, height);
  const places = data.entities.map((_, number) => toScreen(network.body.nodes[number]));
  const inView = (at) => at.x > -60 && at.x < width + 60 && at.y > -40 && at.y < height + 40;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  // An icon that can be told is not written over; far out, names matter more than dots.
  const half = 22 * scale;
  places.forEach((at, number) => {
    if (scale > 0.3 && inView(at) && drawn.node[number] === 1) room.take([at.x - half, at.y - half, 2 * half, 2 * half - 2], ICON);
  });
  // Who is marked stays to be seen, however far out.
  const size = Math.max(LEAST_MARK, 60 * scale);
  if (60 * scale < LEAST_MARK) {
    for (const number of marked.toReversed()) {
      const at = places[number];
      ctx.globalAlpha = drawn.node[number];
      if (inView(at)) ctx.drawImage(pictures[data.nodes[number].icon], at.x - size / 2, at.y - size / 2, size, size);
    }
    ctx.globalAlpha = 1;
  }
  const kept = near();
  const named = kept.size ? inTurn.filter((number) => kept.has(number)) : inTurn.filter((number) => drawn.node[number] === 1);
  const chosen = state.entity === null ? named : [state.entity, ...named.filter((number) => number !== state.entity)];
  const far = scale < ALL_NAMES_FROM && marked.length > 0 && !kept.size;
  for (const number of chosen) {
    const below = rank(number) === 2 ? half + 2 : Math.max(28 * scale, rank(number) === 0 ? size / 2 : 0);
    if (inView(places[number]) && !(far && rank(number) === 2)) {
      labelEntity(ctx, room, number, places[number], below, number === state.entity);
    }
  }
  ctx.font = `500 11.5px ${FONT}`;
  const selecting = state.entity !== null || state.line !== null;
  const from = data.edges.length > FEW_LINES ? LINK_LABELS_FROM : 0;
  data.edges.forEach((_, line) => {
    if (selecting ? isLit(line) : scale >= from) labelLine(ctx, room, line, toScreen, selecting);
  });
  ctx.restore();
}
network.on("afterDrawing", drawLabels);
