// The reader: a mark shows its records beside the text, a record its words, and the legend what is marked.
const HIDDEN = "readouts"; // what is not marked unless asked for
const LAYERS: Record<string, string> = {
  e: "events", a: "attributions", p: "actors", t: "times", l: "places", r: "relations", c: "readouts",
};

class Reader {
  private readonly pieces: HTMLAnchorElement[];
  private readonly marked = new Map<string, HTMLAnchorElement[]>();
  private readonly boxes: HTMLInputElement[];
  private readonly homes = new Map<Element, Comment>();
  private from: HTMLElement | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly records: HTMLElement,
    private readonly chosen: HTMLElement,
    private readonly close: HTMLButtonElement,
  ) {
    this.pieces = [...root.querySelectorAll<HTMLAnchorElement>("a.s")];
    for (const piece of this.pieces) {
      for (const mark of words(piece.dataset.m)) this.marked.set(mark, [...(this.marked.get(mark) ?? []), piece]);
    }
    this.boxes = [...root.querySelectorAll<HTMLInputElement>('input[name="show"][type="checkbox"]')];
    root.classList.add("scripted");
    root.querySelector<HTMLElement>('.legend button[type="submit"]')?.setAttribute("hidden", "");
    close.hidden = false;
    close.addEventListener("click", () => this.leave());
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.records.classList.contains("one")) this.leave();
    });
    for (const box of this.boxes) box.addEventListener("change", () => this.toggled());
    window.addEventListener("popstate", () => this.arrive(false));
    window.addEventListener("hashchange", () => this.arrive(false));
    if (location.hash) this.arrive(true);
    else this.root.querySelector(".sought")?.scrollIntoView({ block: "center" });
  }

  /** Show what the fragment of the address names: a record, words of the text, or a claim. */
  private arrive(first: boolean): void {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id.startsWith("r-")) {
      const record = id.slice(2);
      const scroll = first || !this.shown().includes(record);
      if (scroll) this.choose([record]);
      if (scroll && first) this.toWords(record);
    } else if (id.startsWith("w-")) {
      const mark = id.slice(2);
      const record = mark.split(".")[0] ?? "";
      if (!this.shown().some((one) => words(this.record(one)?.dataset.words).includes(mark))) this.choose([record]);
      this.flash(mark);
    } else if (id && document.getElementById(id)) {
      const found = this.all().find((one) => words(one.dataset.claims).includes(id));
      if (found) {
        this.choose([found.id.slice(2)]);
        this.toWords(found.id.slice(2));
      }
    } else if (!first) {
      this.choose([]);
    }
  }

  private clicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (link.matches("a.s")) {
      event.preventDefault();
      const shown = this.layers();
      const ids = words(link.dataset.m).filter((mark) => shown.has(layer(mark))).map((mark) => mark.split(".")[0] ?? "");
      this.from = link;
      this.go(`#${id}`);
      this.choose([...new Set(ids)]);
      this.chosen.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    } else if (id.startsWith("r-")) {
      event.preventDefault();
      this.from = link;
      this.go(`#${id}`);
      this.choose([id.slice(2)]);
      this.toWords(id.slice(2));
      this.chosen.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    } else if (id.startsWith("w-")) {
      event.preventDefault();
      this.go(`#${id}`);
      this.arrive(false);
    }
  }

  private leave(): void {
    const from = this.from;
    this.go(location.pathname + location.search);
    this.choose([]);
    (from?.isConnected && from.offsetParent ? from : this.root.querySelector<HTMLElement>("h1, a.s[href]"))?.focus();
  }

  private go(to: string): void {
    history.pushState(null, "", to);
  }

  /** Put records into the panel, the others back to their lists, and tell their words apart in the text. */
  private choose(ids: string[]): void {
    for (const [record, home] of this.homes) home.replaceWith(record);
    this.homes.clear();
    for (const piece of this.pieces) piece.classList.remove("chosen", "near", "flash");
    const held = this.chosen.querySelector(".held");
    for (const id of ids) {
      const record = this.record(id);
      if (!record || !held) continue;
      if (record.parentElement !== held) {
        const home = document.createComment("");
        record.replaceWith(home);
        this.homes.set(record, home);
        held.append(record);
      }
    }
    const wanted = new Set(ids);
    for (const record of held ? [...held.children] : []) {
      if (!wanted.has(record.id.slice(2))) this.home(record); // that of the address as it was opened
    }
    const first = ids[0] === undefined ? undefined : this.record(ids[0]);
    for (const mark of words(first?.dataset.near)) this.tell(mark, "near");
    for (const mark of words(first?.dataset.words)) this.tell(mark, "chosen");
    this.chosen.hidden = !first;
    this.records.classList.toggle("one", !!first);
    this.records.scrollTop = 0;
  }

  private home(record: Element): void {
    const name = record.id[2] ?? "";
    const group = this.records.querySelector(`.group[data-layer="${LAYERS[name] ?? ""}"]`);
    group?.append(record);
  }

  private tell(mark: string, name: string): void {
    for (const piece of this.marked.get(mark) ?? []) piece.classList.add(name);
  }

  private toWords(id: string): void {
    const mark = words(this.record(id)?.dataset.words)[0];
    const piece = mark === undefined ? undefined : this.marked.get(mark)?.[0];
    piece?.scrollIntoView({ block: "center" });
  }

  private flash(mark: string): void {
    for (const piece of this.pieces) piece.classList.remove("flash");
    this.tell(mark, "flash");
    const piece = this.marked.get(mark)?.[0];
    piece?.scrollIntoView({ block: "center" });
    piece?.focus({ preventScroll: true });
  }

  private toggled(): void {
    const shown = this.layers();
    const stops = new Set<string>();
    for (const piece of this.pieces) {
      const top = words(piece.dataset.m).find((mark) => shown.has(layer(mark)));
      piece.removeAttribute("tabindex");
      if (top === undefined) {
        piece.removeAttribute("href");
        continue;
      }
      piece.setAttribute("href", `#r-${top.split(".")[0]}`);
      if (stops.has(top) || !piece.textContent?.trim()) piece.tabIndex = -1;
      else stops.add(top);
    }
    if (this.root.querySelector(".legend[data-plain]")) return; // there is no server that the address could tell
    const address = new URL(location.href);
    address.searchParams.delete("show");
    const plain = this.boxes.every((box) => box.checked === (box.value !== HIDDEN));
    if (!plain) address.searchParams.set("show", [...shown].join(","));
    history.replaceState(null, "", address);
  }

  private layers(): Set<string> {
    return new Set(this.boxes.filter((box) => box.checked).map((box) => box.value));
  }

  private all(): HTMLElement[] {
    return [...this.records.querySelectorAll<HTMLElement>(".record")];
  }

  private record(id: string): HTMLElement | null {
    return document.getElementById(`r-${id}`);
  }

  private shown(): string[] {
    return [...this.chosen.querySelectorAll(".record")].map((one) => one.id.slice(2));
  }
}

function words(told: string | undefined): string[] {
  return told ? told.split(" ") : [];
}

function layer(mark: string): string {
  return LAYERS[mark[0] ?? ""] ?? "";
}

// The field that is corrected tells what can be chosen from.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLSelectElement) || !field.matches(".correct select[name=field]")) return;
  field.form?.querySelector('input[name="value"]')?.setAttribute("list", `known-${field.value}`);
});

const root = document.querySelector<HTMLElement>(".reader");
const records = root?.querySelector<HTMLElement>(".records");
const chosen = root?.querySelector<HTMLElement>("#chosen");
const close = root?.querySelector<HTMLButtonElement>("#close");
if (root && records && chosen && close) new Reader(root, records, chosen, close);

export {};
