// Text from the case is data: it reaches the page as text nodes only.
const data = JSON.parse(document.getElementById("data").textContent);
// A case has many links: they come as rows.
data.links = data.links.map(([id, type, from, to, at, amount, grade, handling, properties]) => ({
  id, type, from, to, at, amount, grade, handling, properties,
  family: data.families_of[type],
  style: data.styles_of[grade],
}));
const byId = (id) => document.getElementById(id);

const TURNING = { "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
  "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI" };

// A mark that turns the direction makes a text read as another: it is shown instead.
const visible = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (mark) => `\u27e6${TURNING[mark]}\u27e7`);

function make(tag, text, attributes) {
  const element = document.createElement(tag);
  if (text !== undefined) {
    element.textContent = visible(text);
    element.dir = "auto";
  }
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  return element;
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

const linksOf = data.entities.map(() => []);
data.links.forEach((link, number) => {
  linksOf[link.from].push(number);
  if (link.to !== link.from) linksOf[link.to].push(number);
});

// How much is searched: all that the panel shows of an entity itself.
const haystacks = data.entities.map((entity) =>
  fold([entity.caption, entity.id, entity.kind, ...entity.roles, ...entity.countries,
    ...entity.properties.flatMap(([, values]) => values)].join("\n")));

const spaceless = (text) => text.replace(/[\s\-()./]+/g, "");
const numbersOf = haystacks.map(spaceless);

function matches(number, query) {
  const wanted = fold(query).trim();
  if (!wanted) return true;
  return wanted.split(/\s+/).every((word) => haystacks[number].includes(word)) ||
    (/\d/.test(wanted) && numbersOf[number].includes(spaceless(wanted)));
}
