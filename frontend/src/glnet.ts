// Thousands of lines drawn by a graphics card, under the canvas that draws all else.

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram } from "sigma/rendering";
import type { Camera } from "./camera";
import type { Model } from "./model";
import type { Scene } from "./scene";

// Paper shows through: with thousands of lines none may hide what lies below.
const INK = 0.4;

function paled(colour: string): string {
  const parts = [1, 3, 5].map((at) => Math.round(255 - INK * (255 - parseInt(colour.slice(at, at + 2), 16))));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

export class GlNet {
  readonly element = document.createElement("div");
  #sigma: Sigma;
  #lines: Scene["lines"] | null = null;
  #x: Float64Array | null = null;
  #version = -1;

  constructor(
    private readonly model: Model,
    host: HTMLElement,
  ) {
    this.element.className = "gl";
    this.element.setAttribute("aria-hidden", "true");
    host.prepend(this.element);
    this.#sigma = this.#fresh(new Graph());
  }

  #fresh(graph: Graph): Sigma {
    return new Sigma(graph, this.element, {
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      edgeProgramClasses: { line: EdgeRectangleProgram },
      enableEdgeEvents: false,
      renderLabels: false,
      stagePadding: 0,
      zoomToSizeRatioFunction: () => 1,
    });
  }

  hide(): void {
    this.element.hidden = true;
  }

  draw(scene: Scene, camera: Camera): void {
    if (this.element.hidden) {
      this.element.hidden = false;
      this.#sigma.resize(true);
    }
    if (this.#lines !== scene.lines || this.#x !== scene.x || this.#version !== scene.lines.version) this.#load(scene);
    this.#lines = scene.lines;
    this.#x = scene.x;
    this.#version = scene.lines.version;
    this.#look(camera);
  }

  #load({ lines, x, y }: Scene): void {
    const graph = new Graph({ multi: true, type: "directed", allowSelfLoops: true });
    const known = new Set<number>();
    const colours = this.model.families.map(([, colour]) => paled(colour));
    const place = (one: number): string => {
      const key = String(one);
      if (!known.has(one)) {
        known.add(one);
        graph.addNode(key, { x: x[one], y: -y[one], size: 0.01, color: "#ffffff00" });
      }
      return key;
    };
    for (let at = 0; at < lines.count; at += 1) {
      if (lines.from[at] === lines.to[at]) continue;
      const color = colours[Math.floor(lines.look[at] / 3)];
      graph.addEdge(place(lines.from[at]), place(lines.to[at]), { size: 0.6, color });
    }
    this.#sigma.setGraph(graph);
    this.#sigma.refresh({ schedule: false });
  }

  // The card's camera is set by where two points of ours come to lie.
  #look(camera: Camera): void {
    const sigma = this.#sigma;
    const whole = { cameraState: { x: 0.5, y: 0.5, ratio: 1, angle: 0 } };
    const [x, y] = camera.world(camera.width / 2, camera.height / 2);
    const [a, b] = [0, 1000].map((at) => sigma.graphToViewport({ x: x + at, y: -y }, whole));
    const centre = sigma.viewportToFramedGraph(a, whole);
    const ratio = Math.abs(b.x - a.x) / 1000 / camera.scale;
    sigma.getCamera().setState({ x: centre.x, y: centre.y, ratio, angle: 0 });
    sigma.refresh({ skipIndexation: true, schedule: false });
  }

  resize(): void {
    if (!this.element.hidden) this.#sigma.resize(true);
  }
}
