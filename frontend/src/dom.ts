// Elements made by hand: a text is only ever text.

type Attributes = Record<string, string | number | boolean>;
type Child = Node | string | null | false;

function filled<T extends Element>(element: T, attributes: Attributes, children: Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((one): one is Node | string => one !== null && one !== false));
  return element;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

// Text of the case: its direction is its own.
export function told(text: string, tag: "span" | "b" | "dd" | "td" | "h3" = "span"): HTMLElement {
  return el(tag, { dir: "auto" }, text);
}

export function button(words: string, act: (event: MouseEvent) => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
}

// Signs of the toolbar, drawn here: 24 by 24, lines of 2.
const SIGNS: Record<string, string> = {
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 0 12",
  redo: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0 0 12",
  pointer: "M6 3l12 9-6 1 3 7-3 1-3-7-3 4z",
  lasso: "M12 4c5 0 8 2.500 8 6s-3 6-8 6-8-2.500-8-6 3-6 8-6zM8 15c-2 1-2 4 0 5",
  marquee: "M4 8V4h4M12 4h2M18 4h2v4M20 12v2M20 18v2h-4M12 20h-2M6 20H4v-4M4 12v-2",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  path: "M5 19h4c4 0 2-14 6-14h4M3 19h2M19 5h2M17 3l3 2-3 2",
  expand: "M12 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M12 9V4M12 15v5M9 12H4M15 12h5",
  hide: "M4 4l16 16M10 6c6-1 9 3 10 6-.5 1.500-1.500 3-3 4M6 8c-1.500 1-2.500 2.500-3 4 1.500 4 6 7 11 5.500",
  save: "M5 4h11l4 4v12H5zM8 4v5h7V4M8 20v-6h8v6",
  load: "M4 19V6h6l2 2h8v11zM12 11v5M9.500 13.500l2.500-2.500 2.500 2.500",
  export: "M12 4v11M8 11l4 4 4-4M5 20h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  target: "M12 12m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0M12 2v6M12 16v6M2 12h6M16 12h6",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4v16M17 4v16",
  clear: "M6 6l12 12M18 6L6 18",
  wide: "M4 14v6h6M20 10V4h-6M4 20l7-7M20 4l-7 7",
};

export function sign(name: string): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true", class: "sign" },
    svg("path", { d: SIGNS[name], fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linejoin": "round", "stroke-linecap": "round" }),
  );
}

export function signButton(name: string, words: string, act: (event: MouseEvent) => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = button("", act, { "aria-label": words, title: words, class: "tool", ...attributes });
  made.append(sign(name));
  return made;
}

// Words for whoever cannot see what changed.
export function announce(words: string): void {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = el("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
