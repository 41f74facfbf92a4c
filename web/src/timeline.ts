// The timeline: closer and wider by wheel, drag (a finger's too) and keys; bins by arrow keys.
import { go, swapping } from "./lib/swap";

const NS = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const DRAGGED = 6; // pixels from which a press is a drag
const CLOSER = 0.5;
let waiting: number | undefined;

function plot(): SVGSVGElement | null {
  return document.querySelector<SVGSVGElement>("#plot");
}

function days(one: SVGSVGElement): [number, number] {
  return [Date.parse(one.dataset.first ?? ""), Date.parse(one.dataset.last ?? "")];
}

function show(first: number, last: number): void {
  const address = new URL(location.href);
  for (const name of ["at", "after"]) address.searchParams.delete(name);
  address.searchParams.set("from", iso(first));
  address.searchParams.set("to", iso(last));
  void go(address.href, true, "[data-bin]");
}

function iso(moment: number): string {
  const least = Date.UTC(1000, 0, 1);
  const most = Date.UTC(9999, 11, 31);
  return new Date(Math.min(most, Math.max(least, moment))).toISOString().slice(0, 10);
}

// Of the time that is shown, a part as long as `factor` tells around a point (0 to 1 of the width).
function around(one: SVGSVGElement, point: number, factor: number): void {
  const [first, last] = days(one);
  const span = last - first + DAY;
  const wanted = Math.max(DAY, Math.round((span * factor) / DAY) * DAY);
  if (wanted === span) return;
  const start = first + Math.round((point * (span - wanted)) / DAY) * DAY;
  show(start, start + wanted - DAY);
}

function point(one: SVGSVGElement, x: number): number {
  const box = one.getBoundingClientRect();
  return Math.min(0.9999, Math.max(0, (x - box.left) / box.width));
}

// Days of a part of the drawing: bins have one width, whatever their days.
function between(one: SVGSVGElement, from: number, to: number): void {
  const [first, last] = days(one);
  const names = (one.dataset.bins ?? "").split(" ");
  const at = (part: number): [number, number] => bin(names[Math.floor(part * names.length)] ?? "");
  show(Math.max(first, at(from)[0]), Math.min(last, at(to)[1]));
}

// First and last day of a bin, by its name: 2020s, 2020, 2020-03, 2020-W10, 2020-03-05.
function bin(name: string): [number, number] {
  const year = Number(name.slice(0, 4));
  if (name.endsWith("s")) return [Date.UTC(year, 0, 1), Date.UTC(year + 9, 11, 31)];
  if (name.includes("W")) {
    const fourth = new Date(Date.UTC(year, 0, 4));
    const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY + (Number(name.slice(6)) - 1) * 7 * DAY;
    return [monday, monday + 6 * DAY];
  }
  if (name.length === 10) return [Date.parse(name), Date.parse(name)];
  const month = name.length === 7 ? Number(name.slice(5)) - 1 : undefined;
  if (month === undefined) return [Date.UTC(year, 0, 1), Date.UTC(year, 11, 31)];
  return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0)];
}

function press(name: string): void {
  document.querySelector<HTMLElement>(`a[data-move="${name}"]`)?.click();
}

function keys(one: SVGSVGElement, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const bins = Array.from(one.querySelectorAll<SVGAElement>("a.bin"));
  const at = bins.findIndex((link) => link === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bins.length - 1 }[event.key];
  if (to !== undefined) {
    const link = bins[Math.min(bins.length - 1, Math.max(0, to))];
    for (const other of bins) other.setAttribute("tabindex", other === link ? "0" : "-1");
    link?.focus();
  } else if (event.key === "+" || event.key === "=" || event.key === "-") {
    const names = (one.dataset.bins ?? "").split(" ");
    const place = Math.max(0, names.indexOf(bins[at]?.dataset.bin ?? ""));
    around(one, (place + 0.5) / names.length, event.key === "-" ? 1 / CLOSER : CLOSER);
  } else if (event.key === "0") press("All of it");
  else if (event.key === "PageUp") press("Earlier");
  else if (event.key === "PageDown") press("Later");
  else return;
  event.preventDefault();
}

// A drag from side to side marks the days to go closer to; one up or down scrolls the page, two fingers magnify it.
function dragging(one: SVGSVGElement): void {
  let from: { x: number; pointer: number } | undefined;
  let brush: SVGRectElement | undefined;
  let dragged = false;
  const over = (): void => {
    brush?.remove();
    from = brush = undefined;
  };
  one.addEventListener("pointerdown", (event) => {
    dragged = false;
    const other = from !== undefined;
    over();
    if (event.button === 0 && !other) from = { x: event.clientX, pointer: event.pointerId };
  });
  one.addEventListener("dragstart", (event) => event.preventDefault());
  one.addEventListener("pointermove", (event) => {
    if (from?.pointer !== event.pointerId || (!dragged && Math.abs(event.clientX - from.x) < DRAGGED)) return;
    if (!dragged) one.setPointerCapture(event.pointerId);
    dragged = true;
    const box = one.getBoundingClientRect();
    if (!brush) {
      brush = document.createElementNS(NS, "rect");
      brush.setAttribute("class", "brush");
      brush.setAttribute("y", "0");
      brush.setAttribute("height", String(box.height - 26));
      one.append(brush);
    }
    const left = Math.max(box.left, Math.min(from.x, event.clientX));
    brush.setAttribute("x", String(left - box.left));
    brush.setAttribute("width", String(Math.min(box.right, Math.max(from.x, event.clientX)) - left));
  });
  one.addEventListener("pointerup", (event) => {
    if (dragged && from?.pointer === event.pointerId) {
      const [start, end] = [Math.min(from.x, event.clientX), Math.max(from.x, event.clientX)];
      between(one, point(one, start), point(one, end));
    }
    over();
  });
  one.addEventListener("pointercancel", over); // the page scrolls
  one.addEventListener("click", (event) => { // the end of a drag is no choice of a bin
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
}

function begin(): void {
  const one = plot();
  const hints = document.querySelector<HTMLElement>("#hints");
  if (hints) hints.hidden = false;
  if (!one) return;
  one.addEventListener("keydown", (event) => keys(one, event));
  one.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !one.contains(document.activeElement)) return;
    event.preventDefault();
    if (waiting) return;
    waiting = window.setTimeout(() => { waiting = undefined; }, 250);
    around(one, point(one, event.clientX), event.deltaY < 0 ? CLOSER : 1 / CLOSER);
  }, { passive: false });
  dragging(one);
}

swapping(begin);
