// One state over all panes: what changes it can be undone, and every pane hears of it once.

import { type Filter, type Masks, NO_FILTER, masksOf } from "./filter";
import { Graph } from "./graph";
import type { Model } from "./model";

export type Layout = "force" | "layers" | "circles" | "time";

export interface Note {
  x: number;
  y: number;
  text: string;
}

export interface State extends Filter {
  selection: ReadonlySet<number>;
  link: number;
  query: string;
  layout: Layout;
  // Number of the score that sizes entities, -1 for none.
  score: number;
  closed: ReadonlySet<number>;
  // Places changed by hand, by layout and number.
  moved: ReadonlyMap<string, readonly [number, number]>;
  notes: readonly Note[];
  path: readonly number[];
  targeting: boolean;
  marked: ReadonlyMap<number, string>;
  zero: string;
}

export type Part = keyof State;
export type Change = Partial<State>;
type Listener = (parts: ReadonlySet<Part>) => void;

const FILTERS: ReadonlySet<Part> = new Set(Object.keys(NO_FILTER) as Part[]);
// What an analyst looks at next is no step of the work.
const PASSING: ReadonlySet<Part> = new Set<Part>(["selection", "link", "query", "targeting"]);
const MOST_UNDONE = 200;

export const FIRST: State = {
  ...NO_FILTER,
  selection: new Set(),
  link: -1,
  query: "",
  layout: "force",
  score: -1,
  closed: new Set(),
  moved: new Map(),
  notes: [],
  path: [],
  targeting: false,
  marked: new Map(),
  zero: "",
};

export class Store {
  readonly graph: Graph;
  state: State;
  masks: Masks;
  readonly #listeners: Listener[] = [];
  #undone: State[] = [];
  #done: State[] = [];

  constructor(
    readonly model: Model,
    first: Change = {},
  ) {
    this.graph = new Graph(model);
    this.state = { ...FIRST, ...first };
    this.masks = masksOf(model, this.state);
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  // A change that goes on, as a drag does, is one step: only its first part `begins` it.
  change(change: Change, begins = true): void {
    const parts = Object.keys(change) as Part[];
    if (begins && parts.some((part) => !PASSING.has(part))) {
      this.#done = [...this.#done.slice(-MOST_UNDONE), this.state];
      this.#undone = [];
    }
    this.#become({ ...this.state, ...change }, new Set(parts));
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  undo(): void {
    const before = this.#done.pop();
    if (!before) return;
    this.#undone.push(this.state);
    this.#goTo(before);
  }

  redo(): void {
    const after = this.#undone.pop();
    if (!after) return;
    this.#done.push(this.state);
    this.#goTo(after);
  }

  #goTo(state: State): void {
    const parts = (Object.keys(state) as Part[]).filter(
      (part) => state[part] !== this.state[part] && !PASSING.has(part),
    );
    const kept = Object.fromEntries([...PASSING].map((part) => [part, this.state[part]]));
    this.#become({ ...state, ...kept }, new Set(parts));
  }

  #become(state: State, parts: ReadonlySet<Part>): void {
    this.state = state;
    if ([...parts].some((part) => FILTERS.has(part))) this.masks = masksOf(this.model, state);
    for (const listener of this.#listeners) listener(parts);
  }

  select(entities: Iterable<number>, add = false): void {
    const chosen = new Set(add ? this.state.selection : []);
    for (const one of entities) {
      if (add && this.state.selection.has(one)) chosen.delete(one);
      else chosen.add(one);
    }
    this.change({ selection: chosen, link: -1 });
  }

  // The one that is selected, -1 for none or several.
  get single(): number {
    return this.state.selection.size === 1 ? (this.state.selection.values().next().value as number) : -1;
  }

  isFiltered(): boolean {
    return [...FILTERS].some((part) => {
      const [now, none] = [this.state[part], NO_FILTER[part as keyof Filter]];
      return now instanceof Set ? now.size > 0 : now !== none;
    });
  }

  clearFilters(): void {
    this.change({ ...NO_FILTER });
  }
}

export function toggled<T>(set: ReadonlySet<T>, one: T): Set<T> {
  const made = new Set(set);
  if (!made.delete(one)) made.add(one);
  return made;
}
