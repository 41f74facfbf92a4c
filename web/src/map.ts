// The map: places with events as clusters that part as one goes closer, and territories with who controls them.
import { clusters, type Cluster, type Here, type Spot } from "./lib/clusters";
import { FLAG, flag, HIGH, type Held, holders, make, mark, Names, patterns, projection, radius, type Territory, title, ways, WIDE, World } from "./lib/draw";
import { Months } from "./lib/months";
import { Plane } from "./lib/plane";
import { go, swapping } from "./lib/swap";
import { typeahead } from "./lib/typeahead";

const CELL = 58; // pixels of a cluster's cell
const OURS = ["view", "box", "sort", "after", "hide", "control"]; // of the address, which do not tell what is on the map
const NAMES = 40; // that are tried

interface Collection<P> {
  features: { geometry: { coordinates: [number, number] } | null; properties: P }[];
  left_out?: number;
}

class Map_ {
  private readonly svg: SVGSVGElement;
  private readonly land = make("g", { "aria-hidden": "true" }) as SVGGElement;
  private readonly held = make("g", { class: "territories" }) as SVGGElement;
  private readonly marks = make("g", {}) as SVGGElement;
  private readonly names = make("g", { class: "names", "aria-hidden": "true" }) as SVGGElement;
  private readonly plane: Plane;
  private months: Months | undefined;
  private world: World | undefined;
  private spots: Spot[] = [];
  private territories: Territory[] = [];
  private drawn: Cluster[] = [];
  private asked: string | undefined;
  private askedControl = "";
  private fetching: AbortController | undefined;
  private frame = 0;
  private later = 0;
  private sliding = 0;
  private listed: { query: string; nodes: Node[] } | undefined;

  constructor(private readonly root: HTMLElement) {
    this.svg = make("svg", {
      class: "map", id: "map", role: "group", tabindex: 0,
      "aria-label": "Map of the events. Arrow keys move it, plus and minus go closer and wider, Enter goes to the places. The same stands in a table below.",
    }) as SVGSVGElement;
    const ground = make("g", { class: "ground" }, [this.land, this.held]);
    this.svg.append(patterns(), ground, this.marks, this.names);
    root.querySelector(".map-here")?.replaceChildren(this.svg);
    this.plane = new Plane(this.svg, WIDE, HIGH, (over) => this.changed(over));
    this.buttons();
    this.svg.addEventListener("keydown", (event) => this.keys(event));
    this.svg.addEventListener("click", (event) => this.clicked(event));
    const slider = root.querySelector<HTMLElement>(".months");
    const [from, to] = ["#month-from", "#month-to"].map((name) => root.querySelector<HTMLInputElement>(name));
    const play = root.querySelector<HTMLButtonElement>("#play");
    if (slider?.dataset.first && from && to && play) {
      this.months = new Months(slider, from, to, play, (first, last, over) => this.during(first, last, over));
    }
    this.place();
    new ResizeObserver(() => this.place()).observe(this.svg);
    void this.begin();
  }

  // As the address has it: called for each view.
  made(): void {
    if (!this.months?.playing) this.months?.read();
    void this.load();
    void this.control();
    void this.list();
    this.draw();
  }

  // The list of who controls what, which the page does not wait for.
  private async list(): Promise<void> {
    const place = document.querySelector("[data-control]");
    if (!place) return;
    const asked = this.address();
    const query = new URLSearchParams();
    for (const name of ["to", "known_on"]) if (asked.get(name)) query.set(name, asked.get(name) ?? "");
    const wanted = query.toString();
    if (this.listed?.query !== wanted) {
      const answer = await fetch(`/map/control?${wanted}`, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.listed = { query: wanted, nodes: Array.from(told.body.childNodes, (node) => document.importNode(node, true)) };
    }
    if (place.isConnected) place.replaceChildren(...this.listed.nodes);
  }

  private async begin(): Promise<void> {
    const answer = await fetch("/static/world.json");
    this.world = new World(this.land, await answer.json());
    this.hatch();
    this.draw();
    this.root.classList.add("ready");
  }

  private address(): URLSearchParams {
    return new URL(location.href).searchParams;
  }

  // What the API is asked for: the filters of the address.
  private query(): string {
    const asked = this.address();
    for (const name of OURS) asked.delete(name);
    return asked.toString();
  }

  private async load(): Promise<void> {
    const query = this.query();
    if (query === this.asked) return;
    this.asked = query;
    this.fetching?.abort();
    this.fetching = new AbortController();
    try {
      const answer = await fetch(`/api/v1/map?${query}`, { signal: this.fetching.signal });
      if (!answer.ok) return;
      const told = (await answer.json()) as Collection<Here>;
      this.spots = told.features.flatMap(({ geometry, properties }) =>
        geometry ? [{ lon: geometry.coordinates[0], lat: geometry.coordinates[1], here: properties }] : []);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.asked = undefined;
      return;
    }
    this.draw();
  }

  private async control(): Promise<void> {
    const asked = this.address();
    const query = new URLSearchParams();
    const [to, known] = [asked.get("to"), asked.get("known_on")];
    if (to) query.set("as_of", to);
    if (known) query.set("known_on", known);
    const hidden = asked.get("hide") === "control";
    const box = this.root.querySelector<HTMLInputElement>("#show-control");
    if (box) box.checked = !hidden;
    const wanted = hidden ? "hidden" : query.toString() || "now";
    if (wanted === this.askedControl) return;
    this.askedControl = wanted;
    const answer = hidden ? undefined : await fetch(`/api/v1/map/control?${query.toString()}`);
    if (wanted !== this.askedControl || (answer && !answer.ok)) return;
    const told: Collection<Held> = answer ? await answer.json() : { features: [] };
    this.territories = told.features.map(({ geometry, properties }) => ({
      lon: geometry?.coordinates[0] ?? null, lat: geometry?.coordinates[1] ?? null, held: properties,
    }));
    this.hatch();
    this.draw();
  }

  private hatch(): void {
    this.world?.hatch(this.held, this.territories, ways(this.territories));
  }

  // The view of the address, else all that has events, else the world.
  private place(): void {
    const told = this.address().get("view")?.split(",").map(Number) ?? [];
    const [lon, lat, closer] = told;
    if (told.length === 3 && lon !== undefined && lat !== undefined && closer !== undefined && told.every(Number.isFinite)) {
      const [x, y] = projection([lon, lat]) ?? [WIDE / 2, HIGH / 2];
      this.plane.centre(x, y, closer * this.plane.fit());
    } else this.plane.whole();
  }

  private changed(over: boolean): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
    if (!over || !this.world) return;
    window.clearTimeout(this.later);
    this.later = window.setTimeout(() => this.remember(), 300);
  }

  // The view goes into the address without a step of its own.
  private remember(): void {
    const address = new URL(location.href);
    const { x, y } = this.plane.middle();
    const closer = this.plane.shown.k / this.plane.fit();
    const [lon, lat] = projection.invert?.([x, y]) ?? [0, 0];
    if (closer < 1.01) address.searchParams.delete("view");
    else address.searchParams.set("view", `${lon.toFixed(3)},${lat.toFixed(3)},${closer.toFixed(2)}`);
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  private draw(): void {
    this.frame = 0;
    const { k, x, y } = this.plane.shown;
    const ground = this.svg.querySelector(".ground");
    ground?.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    for (const pattern of this.svg.querySelectorAll('pattern[id^="way"]')) { // the lines stay as wide as they are
      const turned = /rotate\([^)]*\)/.exec(pattern.getAttribute("patternTransform") ?? "")?.[0] ?? "";
      pattern.setAttribute("patternTransform", `scale(${1 / k}) ${turned}`);
    }
    const focused = this.marks.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const { width, height } = this.plane.size;
    const at = (lon: number, lat: number): [number, number] => {
      const [px, py] = projection([lon, lat]) ?? [0, 0];
      return [px * k + x, py * k + y];
    };
    const inside = ([px, py]: [number, number]): boolean => px > -20 && py > -20 && px < width + 20 && py < height + 20;
    // cells by powers of two, so that a cluster stays as it is while one moves about
    const cell = 360 / 2 ** Math.floor(Math.log2((WIDE * k) / CELL));
    const chosen = this.address().get("box");
    this.drawn = clusters(this.spots, cell).filter((one) => inside(at(one.lon, one.lat)));
    this.marks.replaceChildren();
    this.names.replaceChildren();
    const names = new Names(this.names);
    for (const one of [...this.drawn].reverse()) { // those with most events on top
      const [px, py] = at(one.lon, one.lat);
      this.marks.append(mark(one, px, py, boxed(one) === chosen, this.choosing(one)));
      names.take(px, py, radius(one.events));
    }
    this.flags(at, inside, names);
    for (const one of this.drawn.slice(0, NAMES)) {
      const [px, py] = at(one.lon, one.lat);
      names.add(title(one).replace(/ and (\d+) more places?$/, " +$1"), px + radius(one.events) + 5, py, "name");
    }
    this.tabbing(focused);
  }

  // Flags of who controls what; those that would lie on each other are one.
  private flags(at: (lon: number, lat: number) => [number, number], inside: (at: [number, number]) => boolean, names: Names): void {
    const way = ways(this.territories);
    const { k, x, y } = this.plane.shown;
    const flags: { at: [number, number]; held: Held[] }[] = [];
    for (const { lon, lat, held } of this.territories) {
      const centre = held.code === null ? undefined : this.world?.centre(held.code);
      const point: [number, number] | undefined = centre
        ? [centre[0] * k + x, centre[1] * k + y]
        : lon !== null && lat !== null ? at(lon, lat) : undefined;
      if (!point || !inside(point)) continue;
      const near = flags.find((one) => Math.hypot(one.at[0] - point[0], one.at[1] - point[1]) < FLAG);
      if (near) near.held.push(held);
      else flags.push({ at: point, held: [held] });
    }
    for (const { at: [px, py], held } of flags) {
      this.marks.prepend(flag(held, px, py, way)); // below the clusters
      names.take(px - FLAG, py - FLAG, 9);
    }
    for (const { at: [px, py], held } of flags) names.add(holders(held), px - FLAG + 12, py - FLAG, "name by");
  }

  private choosing(one: Cluster): string {
    const address = new URL(location.href);
    address.searchParams.delete("after");
    address.searchParams.set("box", boxed(one));
    return address.pathname + address.search;
  }

  private clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a.cluster") : null;
    const one = link && this.drawn.find((cluster) => `c-${cluster.id}` === link.id);
    if (!link || !one) return;
    event.preventDefault();
    if (link.classList.contains("chosen") && one.places.length > 1) this.into(one);
    else void go(new URL(this.choosing(one), location.href).href);
  }

  private into(one: Cluster): void {
    const [west, south, east, north] = one.box;
    const corners = [[west, south], [west, north], [east, south], [east, north]].map((at) => projection(at as [number, number]) ?? [0, 0]);
    const [xs, ys] = [corners.map(([px]) => px as number), corners.map(([, py]) => py as number)];
    this.plane.show(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), 48);
  }

  private all(): SVGAElement[] {
    return [...this.marks.querySelectorAll<SVGAElement>("a")];
  }

  // One mark can be reached by Tab: that which had the focus, or the chosen one, or that with most events.
  private tabbing(focused: string | undefined): void {
    const before = focused === undefined ? undefined : this.all().find((link) => link.id === focused);
    const one = before ?? this.marks.querySelector<SVGAElement>("a.chosen") ?? this.all().find((link) => link.id === `c-${this.drawn[0]?.id}`);
    one?.setAttribute("tabindex", "0");
    if (before) before.focus({ preventScroll: true });
    else if (focused !== undefined) (one ?? this.svg).focus({ preventScroll: true });
  }

  private keys(event: KeyboardEvent): void {
    const links = this.all();
    const at = links.find((link) => link === document.activeElement);
    if (!at) {
      if (event.key === "Enter") (links.find((link) => link.getAttribute("tabindex") === "0") ?? this.svg).focus();
      else if (!this.plane.key(event)) return;
    } else if (event.key.startsWith("Arrow")) this.towards(at, links, event.key);
    else if (event.key === "Escape") this.svg.focus();
    else if (event.key === " ") at.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    else if (!this.plane.key(event)) return;
    event.preventDefault();
  }

  // The next mark to that side.
  private towards(at: SVGAElement, links: SVGAElement[], key: string): void {
    const middle = (link: SVGAElement): [number, number] => {
      const box = link.querySelector(".hit, .flag")?.getBoundingClientRect() ?? link.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(at);
    let [best, least]: [SVGAElement | undefined, number] = [undefined, Infinity];
    for (const link of links) {
      const [dx, dy] = [middle(link)[0] - x, middle(link)[1] - y];
      const along = { ArrowLeft: -dx, ArrowRight: dx, ArrowUp: -dy, ArrowDown: dy }[key] ?? 0;
      const aside = key === "ArrowLeft" || key === "ArrowRight" ? Math.abs(dy) : Math.abs(dx);
      if (link !== at && along > 0.5 && along + 2 * aside < least) [best, least] = [link, along + 2 * aside];
    }
    if (!best) return;
    at.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  }

  private buttons(): void {
    const press = (name: string, done: () => void): void => this.root.querySelector(name)?.addEventListener("click", done);
    press("#closer", () => this.plane.zoom(2));
    press("#wider", () => this.plane.zoom(0.5));
    press("#whole", () => this.plane.whole());
    press("#in-view", () => void go(this.inView()));
    this.root.querySelector("#show-control")?.addEventListener("change", (event) => {
      const address = new URL(location.href);
      if ((event.target as HTMLInputElement).checked) address.searchParams.delete("hide");
      else address.searchParams.set("hide", "control");
      history.replaceState(history.state, "", address);
      void this.control();
    });
    for (const one of this.root.querySelectorAll<HTMLElement>("[data-scripted]")) one.hidden = false;
  }

  // The events of what the map shows.
  private inView(): string {
    const { k, x, y } = this.plane.shown;
    const { width, height } = this.plane.size;
    const edge = (px: number, py: number): [number, number] => projection.invert?.([(px - x) / k, (py - y) / k]) ?? [0, 0];
    const points = [0, 0.5, 1].flatMap((a) => [0, 0.5, 1].map((b) => edge(a * width, b * height)));
    const within = (value: number, most: number): number => Math.max(-most, Math.min(most, Number.isFinite(value) ? value : 0));
    const whole = this.plane.shown.k / this.plane.fit() < 1.01;
    const [lons, lats] = [points.map(([lon]) => within(lon, 180)), points.map(([, lat]) => within(lat, 90))];
    const box = whole ? [-180, -90, 180, 90] : [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const address = new URL(location.href);
    address.searchParams.delete("after");
    address.searchParams.set("box", box.map((side) => String(+side.toFixed(3))).join(","));
    return address.href;
  }

  private during(first: string | null, last: string | null, over: boolean): void {
    const address = new URL(location.href);
    address.searchParams.delete("after");
    for (const [name, value] of [["from", first], ["to", last]] as const) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    window.clearTimeout(this.sliding);
    if (over) this.sliding = window.setTimeout(() => void go(location.href, false), 250); // the lists follow when it rests
    else void this.load();
  }
}

function boxed(one: Cluster): string {
  return one.box.map((side) => String(+side.toFixed(4))).join(",");
}

const root = document.querySelector<HTMLElement>(".map-of");
if (root) {
  typeahead();
  const map = new Map_(root);
  swapping(() => map.made());
}
