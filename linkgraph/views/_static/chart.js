// The drawing. Positions come with the data; nothing moves by itself.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const nodes = new vis.DataSet(data.nodes.map(({ icon, label, color, ...node }) =>
  ({ ...node, image: data.icons[icon] })));
const linesOf = data.edges.map((edge) => edge.links);
// Where many lines lie over each other, each is thinner, so that dense is told from full.
const MANY = [[4000, 0.25], [1200, 0.4], [400, 0.65]];
const PLAIN = MANY.find(([count]) => data.edges.length > count)?.[1] ?? 1;
const ink = ({ color }, opacity) => ({ color, highlight: color, opacity });
const edges = new vis.DataSet(data.edges.map(({ links, ...edge }) => ({ ...edge, color: ink(edge, PLAIN) })));
const options = data.options;
options.interaction.hideEdgesOnDrag = data.edges.length > 1500;
options.interaction.hideEdgesOnZoom = data.edges.length > 1500;
// The library drifts in a box of half a pixel: it gets one of whole pixels inside ours.
const box = make("div");
const sizeBox = () => {
  box.style.width = `${byId("canvas").clientWidth}px`;
  box.style.height = `${byId("canvas").clientHeight}px`;
};
byId("canvas").append(box);
sizeBox();
new ResizeObserver(sizeBox).observe(byId("canvas"));
const network = new vis.Network(box, { nodes, edges }, options);

const state = { entity: null, line: null, shown: data.links.map(() => true) };
const lineShown = linesOf.map((links) => links);
const FAINT = 0.12;
const drawn = { node: data.entities.map(() => 1), edge: data.edges.map(() => String(PLAIN)) };

function near() {
  const kept = new Set();
  if (state.entity !== null) {
    kept.add(state.entity);
    for (const number of linksOf[state.entity]) {
      if (state.shown[number]) kept.add(data.links[number].from).add(data.links[number].to);
    }
  } else if (state.line !== null) {
    kept.add(data.edges[state.line].from).add(data.edges[state.line].to);
  }
  return kept;
}

function strength(line) {
  if (state.entity === null && state.line === null) return PLAIN;
  return isLit(line) ? 1 : FAINT;
}

function isLit(line) {
  const edge = data.edges[line];
  if (state.line !== null) return line === state.line;
  return state.entity === null || edge.from === state.entity || edge.to === state.entity;
}

function redraw() {
  const kept = near();
  const filtered = state.shown.includes(false);
  const linked = data.entities.map((_, number) => linksOf[number].some((link) => state.shown[link]));
  const newNodes = [];
  data.entities.forEach((_, id) => {
    const away = (kept.size && !kept.has(id)) || (filtered && !linked[id] && !kept.has(id));
    const opacity = away ? FAINT : 1;
    if (drawn.node[id] !== opacity) newNodes.push({ id, opacity });
    drawn.node[id] = opacity;
  });
  const newEdges = [];
  data.edges.forEach((edge, id) => {
    lineShown[id] = linesOf[id].filter((link) => state.shown[link]);
    const opacity = strength(id);
    const look = lineShown[id].length ? String(opacity) : "hidden";
    if (drawn.edge[id] !== look) {
      newEdges.push({ id, hidden: look === "hidden", color: ink(edge, opacity) });
    }
    drawn.edge[id] = look;
  });
  nodes.update(newNodes);
  edges.update(newEdges);
  network.redraw();
}

function look(number) {
  const animation = still.matches ? false : { duration: 250 };
  network.fit({ nodes: [...near().add(number)], animation, maxZoomLevel: 1.1 });
}

// A name is wider than its icon: what stands at the edge needs some room.
const MARGIN = 0.93;

function fit() {
  network.fit({ animation: false, maxZoomLevel: 1.2 });
  network.moveTo({ scale: network.getScale() * MARGIN });
}
