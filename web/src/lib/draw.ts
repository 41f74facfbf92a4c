// The drawing of the map: countries once, clusters and territories anew for each view.
import { geoEqualEarth, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Cluster } from "./clusters";
import { CLASSES, called, look, outline } from "./shapes";

const NS = "http://www.w3.org/2000/svg";
export const WIDE = 1000;
export const HIGH = 487;
const HATCHES = 8;
export const FLAG = 24; // pixels of a flag from what it is of, and between two
const FONT = 6.2; // pixels of a letter, about
export const projection = geoEqualEarth().fitSize([WIDE, HIGH], { type: "Sphere" });
const path = geoPath(projection).digits(2);

export interface Held {
  state: string;
  by: string;
  of: string;
  code: string | null;
  verdict: string;
  shares: (string | null)[];
  says: string;
}

export interface Territory {
  lon: number | null;
  lat: number | null;
  held: Held;
}

export function make(name: string, told: Record<string, string | number>, inner: (Node | string)[] = []): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(told)) made.setAttribute(key, String(value));
  made.append(...inner);
  return made;
}

export class World {
  private readonly codes = new Map<string, string>(); // outlines of the countries

  constructor(private readonly land: SVGGElement, atlas: Topology) {
    const countries = atlas.objects.countries as GeometryCollection<{ name: string }>;
    const drawn = (one: GeoPermissibleObjects): string => path(one) ?? "";
    land.append(make("path", { class: "sea", d: drawn({ type: "Sphere" }) }));
    for (const one of feature(atlas, countries).features) {
      const outline = drawn(one);
      if (typeof one.id === "string") this.codes.set(one.id, outline);
      land.append(make("path", { class: "land", d: outline }, [make("title", {}, [one.properties.name])]));
    }
    land.append(make("path", { class: "border", d: drawn(mesh(atlas, countries, (a, b) => a !== b)) }));
  }

  // Countries that somebody controls, hatched; the ways of hatching by who does.
  hatch(into: SVGGElement, territories: Territory[], ways: Map<string, number>): void {
    into.replaceChildren();
    for (const { held } of territories) {
      const outline = held.code === null ? undefined : this.codes.get(held.code);
      if (outline === undefined) continue;
      const way = ways.get(held.by) ?? 0;
      const kind = held.verdict === "contested" ? " contested" : "";
      into.append(make("path", { class: `held way-${way}${kind}`, d: outline, fill: `url(#way-${way})` }, [make("title", {}, [held.says])]));
    }
  }

  // The middle of a country, on the plane.
  centre(code: string): [number, number] | undefined {
    const outline = this.codes.get(code);
    if (outline === undefined) return undefined;
    const probe = make("path", { d: outline }) as SVGGraphicsElement;
    this.land.append(probe);
    const box = probe.getBBox();
    probe.remove();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}

export function ways(territories: Territory[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { held } of territories) if (!found.has(held.by)) found.set(held.by, found.size % HATCHES);
  return found;
}

// The patterns of hatching: lines of different slopes and distances.
export function patterns(): SVGElement {
  const defs = make("defs", {});
  for (let way = 0; way < HATCHES; way++) {
    const gap = way < 4 ? 7 : 4;
    const rotate = `rotate(${45 * (way % 4) + 20})`;
    const line = make("line", { x1: 0, y1: 0, x2: 0, y2: gap, class: "hatching" });
    for (const id of [`way-${way}`, `flag-${way}`]) { // of what is magnified, and of what is not
      defs.append(make("pattern", { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: rotate }, [line.cloneNode()]));
    }
  }
  return defs;
}

export function radius(events: number): number {
  return Math.min(26, 8 + 5 * Math.log10(Math.max(1, events)));
}

export function short(count: number): string {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${+(count / 1000).toPrecision(2)}k` : `${+(count / 1e6).toPrecision(2)}M`;
}

export function title(one: Cluster): string {
  const more = one.places.length - 1;
  return `${one.places[0]?.here.name ?? ""}${more ? ` and ${more} more place${more > 1 ? "s" : ""}` : ""}`;
}

export function told(one: Cluster): string {
  const parts = CLASSES.filter((name) => one.counts[name]).map((name) => `${one.counts[name]} of ${called(name)}`);
  return `${title(one)}: ${one.events} event${one.events === 1 ? "" : "s"}: ${parts.join(", ")}`;
}

// A cluster: the shape of the class with most events, how many there are, and below it the share of each class.
export function mark(one: Cluster, x: number, y: number, chosen: boolean, href: string): SVGElement {
  const r = radius(one.events);
  const name = told(one);
  const inner: Node[] = [
    make("title", {}, [name]),
    make("circle", { class: "hit", r: Math.max(14, r) }),
    make("path", { class: `shape ${look(one.most)}`, d: outline(one.most, r) }),
    make("text", { class: "number", dy: "0.35em" }, [short(one.events)]),
  ];
  const there = CLASSES.filter((kind) => one.counts[kind]);
  if (there.length > 1) {
    let at = -r;
    for (const kind of there) {
      const width = (2 * r * one.counts[kind]) / one.events;
      inner.push(make("rect", { class: look(kind), x: at, y: r * 1.35, width, height: 4 }));
      at += width;
    }
  }
  const drawn = { class: `cluster${chosen ? " chosen" : ""}`, id: `c-${one.id}`, href, transform: `translate(${x} ${y})`, tabindex: -1, "aria-label": name };
  const made = make("a", drawn, inner);
  if (chosen) made.setAttribute("aria-current", "true");
  return made;
}

// Who controls it, and how much of it, as far as told.
export function holders(held: Held[]): string {
  const [first, ...more] = held;
  const share = (first?.shares ?? []).filter((one) => one !== null).join(" / ");
  return more.length ? `${first?.by ?? ""} +${more.length}` : `${first?.by ?? ""}${share ? `, ${share}` : ""}`;
}

// Who controls a place, or several that lie close together.
export function flag(held: Held[], x: number, y: number, way: Map<string, number>): SVGElement {
  const says = held.map((one) => `${one.says}${one.verdict === "contested" ? ", contested" : ""}`).join("; ");
  const first = held[0] as Held;
  const sign = held.length > 1 ? String(held.length) : first.verdict === "contested" ? "!" : "";
  const side = { x: -8, y: -8, width: 16, height: 16 };
  const inner = [
    make("title", {}, [says]),
    make("path", { class: "stem", d: `M8 8L${FLAG} ${FLAG}` }),
    make("rect", { class: "flag", ...side }),
    make("rect", { class: "held", ...side, fill: `url(#flag-${way.get(first.by) ?? 0})` }),
    make("text", { class: "odds", dy: "0.35em" }, [sign]),
  ];
  const href = held.length > 1 ? "#control" : `#state-${encodeURIComponent(first.state)}`;
  const told = { class: "territory", id: `t-${first.state}`, href, transform: `translate(${x - FLAG} ${y - FLAG})`, tabindex: -1, "aria-label": says };
  return make("a", told, inner);
}

interface Frame {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

// Names beside marks, where there is room.
export class Names {
  private readonly taken: Frame[] = [];

  constructor(private readonly into: SVGGElement) {}

  take(x: number, y: number, r: number): void {
    this.taken.push({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
  }

  add(text: string, x: number, y: number, kind: string): void {
    const wide = text.length * FONT;
    const frame = { x0: x, y0: y - 8, x1: x + wide, y1: y + 8 };
    if (this.taken.some((one) => one.x0 < frame.x1 && frame.x0 < one.x1 && one.y0 < frame.y1 && frame.y0 < one.y1)) return;
    this.taken.push(frame);
    this.into.append(make("text", { class: kind, x, y, dy: "0.32em" }, [text]));
  }
}
