// The network: arrow keys go from one actor or tie to the next; what is tied to the one that is looked at stands out.
import { swapping } from "./lib/swap";

function begin(): void {
  const net = document.querySelector<SVGSVGElement>("#net");
  const hints = document.querySelector<HTMLElement>("#hints");
  if (hints) hints.hidden = false;
  if (!net) return;
  const frame = net.parentElement;
  if (frame) frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2; // where there is less room than it needs
  const nodes = Array.from(net.querySelectorAll<SVGAElement>("a.node"));
  const edges = Array.from(net.querySelectorAll<SVGAElement>("a.edge"));
  const all = ordered(nodes, edges);
  net.addEventListener("keydown", (event) => {
    const at = all.findIndex((link) => link === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const link = all[Math.min(all.length - 1, Math.max(0, to))];
    for (const other of all) other.setAttribute("tabindex", other === link ? "0" : "-1");
    link?.focus();
  });
  const look = (event: Event): void => mark(net, nodes, edges, event.target);
  for (const name of ["pointerover", "focusin"]) net.addEventListener(name, look);
  for (const name of ["pointerleave", "focusout"]) net.addEventListener(name, () => net.classList.remove("looked"));
}

// Each actor, then the ties that begin with it.
function ordered(nodes: SVGAElement[], edges: SVGAElement[]): SVGAElement[] {
  const of = new Map<string, SVGAElement[]>();
  for (const edge of edges) {
    const from = (edge.dataset.ends ?? "").split("|")[0] ?? "";
    of.set(from, [...(of.get(from) ?? []), edge]);
  }
  return nodes.flatMap((node) => [node, ...(of.get(node.dataset.node ?? "") ?? [])]);
}

function mark(net: SVGSVGElement, nodes: SVGAElement[], edges: SVGAElement[], target: EventTarget | null): void {
  const link = target instanceof Element ? target.closest<SVGAElement>("a") : null;
  net.classList.toggle("looked", link !== null);
  if (!link) return;
  const node = link.dataset.node;
  const near = new Set<string>(node ? [node] : (link.dataset.ends ?? "").split("|"));
  for (const edge of edges) {
    const ends = (edge.dataset.ends ?? "").split("|");
    const tied = node ? ends.includes(node) : edge === link;
    edge.classList.toggle("near", tied);
    if (tied) for (const end of ends) near.add(end);
  }
  for (const one of nodes) one.classList.toggle("near", near.has(one.dataset.node ?? ""));
}

swapping(begin);
