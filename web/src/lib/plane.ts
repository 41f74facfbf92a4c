// The map's plane: what of it is shown, moved by mouse, touch and keys.
export interface Shown {
  k: number; // magnification
  x: number; // of the plane's left upper corner, in pixels of the drawing
  y: number;
}

export const MOST = 64;
const DRAGGED = 5; // pixels from which a press is a drag
const STEP = 90; // pixels of an arrow key

export class Plane {
  shown: Shown = { k: 1, x: 0, y: 0 };
  dragged = false;
  private readonly held = new Map<number, { x: number; y: number }>();
  private begun: { x: number; y: number } | undefined;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly wide: number, // of the plane at magnification 1
    private readonly high: number,
    private readonly changed: (over: boolean) => void,
  ) {
    svg.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.pressed(event));
    addEventListener("pointermove", (event) => this.moved(event));
    for (const name of ["pointerup", "pointercancel"] as const) addEventListener(name, (event) => this.left(event));
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => { // the end of a drag chooses nothing
      if (!this.dragged) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    svg.addEventListener("dblclick", (event) => this.zoom(2, this.at(event)));
  }

  get size(): { width: number; height: number } {
    const box = this.svg.getBoundingClientRect();
    return { width: box.width, height: box.height };
  }

  // The whole plane within the drawing.
  fit(): number {
    const { width, height } = this.size;
    return Math.min(width / this.wide, height / this.high);
  }

  whole(): void {
    const { width, height } = this.size;
    const k = this.fit();
    this.set({ k, x: (width - this.wide * k) / 2, y: (height - this.high * k) / 2 });
  }

  // A part of the plane in the middle of the drawing, no closer than `most` times the whole.
  show(x0: number, y0: number, x1: number, y1: number, most = 12): void {
    const { width, height } = this.size;
    const k = Math.min((0.7 * width) / Math.max(1e-6, x1 - x0), (0.7 * height) / Math.max(1e-6, y1 - y0), most * this.fit());
    this.centre((x0 + x1) / 2, (y0 + y1) / 2, k);
  }

  // A point of the plane in the middle.
  centre(x: number, y: number, k: number): void {
    const { width, height } = this.size;
    this.set({ k, x: width / 2 - x * k, y: height / 2 - y * k });
  }

  middle(): { x: number; y: number } {
    const { width, height } = this.size;
    return { x: (width / 2 - this.shown.x) / this.shown.k, y: (height / 2 - this.shown.y) / this.shown.k };
  }

  zoom(factor: number, at = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    const { k, x, y } = this.shown;
    const next = this.within(k * factor);
    this.set({ k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k });
  }

  pan(x: number, y: number, over = true): void {
    this.set({ k: this.shown.k, x: this.shown.x + x, y: this.shown.y + y }, over);
  }

  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step: Record<string, [number, number]> = {
      ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP],
    };
    const by = step[event.key];
    if (by) this.pan(...by);
    else if (event.key === "+" || event.key === "=") this.zoom(1.6);
    else if (event.key === "-") this.zoom(1 / 1.6);
    else if (event.key === "0") this.whole();
    else return false;
    return true;
  }

  private within(k: number): number {
    const fit = this.fit();
    return Math.min(MOST * fit, Math.max(fit, k));
  }

  // Some of the plane is always in the drawing.
  private set(next: Shown, over = true): void {
    const { width, height } = this.size;
    const k = this.within(next.k);
    const room = (whole: number, part: number, at: number): number => {
      if (part <= whole) return (whole - part) / 2;
      return Math.min(0.3 * whole, Math.max(whole - part - 0.3 * whole, at));
    };
    this.shown = { k, x: room(width, this.wide * k, next.x), y: room(height, this.high * k, next.y) };
    this.changed(over);
  }

  private at(event: MouseEvent): { x: number; y: number } {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private wheeled(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey && !this.svg.contains(document.activeElement)) return; // the page scrolls
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : event.ctrlKey ? 0.008 : 0.002)), this.at(event));
  }

  private pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (!this.held.size) this.dragged = false;
    this.held.set(event.pointerId, this.at(event));
    this.begun = this.at(event);
  }

  private moved(event: PointerEvent): void {
    const before = this.held.get(event.pointerId);
    if (!before || !this.begun) return;
    const now = this.at(event);
    const others = [...this.held].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (event.pointerType === "touch" && !others.length) { // one finger scrolls the page
      this.held.set(event.pointerId, now);
      return;
    }
    if (!this.dragged && Math.hypot(now.x - this.begun.x, now.y - this.begun.y) < DRAGGED) return;
    this.dragged = true;
    this.held.set(event.pointerId, now);
    const other = others[0];
    if (!other) {
      this.pan(now.x - before.x, now.y - before.y, false);
      return;
    }
    const [was, is] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(now.x - other.x, now.y - other.y)];
    this.pan((now.x - before.x) / 2, (now.y - before.y) / 2, false);
    if (was > 0) this.zoom(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  private left(event: PointerEvent): void {
    if (!this.held.delete(event.pointerId) || this.held.size) return;
    if (this.dragged) this.changed(true);
  }
}
