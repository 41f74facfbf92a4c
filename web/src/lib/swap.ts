// Views that change without loading the page anew: links marked `data-swap` fetch the page they lead to and put its
// #view in the place of this one. The address changes with it, so that it can be shared, and Back goes back.

type Made = () => void;

const made: Made[] = [];
let asked: AbortController | undefined;

function view(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#view");
}

// What is to have the focus in the new view: the same thing as in the old one.
function focused(): string | undefined {
  const at = document.activeElement;
  if (!(at instanceof Element) || !view()?.contains(at)) return undefined;
  for (const name of ["data-bin", "data-move", "data-edge", "data-node"]) {
    const value = at.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return at.id ? `#${CSS.escape(at.id)}` : undefined;
}

export async function go(address: string, push = true, focus = focused()): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  const here = view();
  here?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" }, signal: asked.signal });
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = told.querySelector("#view");
    if (!answer.ok || !there || !here) {
      location.assign(address);
      return;
    }
    here.replaceChildren(...Array.from(there.childNodes, (node) => document.importNode(node, true)));
    document.title = told.title;
    if (push) history.pushState(null, "", address);
    forms(told);
    for (const one of made) one();
    if (focus) view()?.querySelector<HTMLElement | SVGElement>(focus)?.focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
    return;
  }
  view()?.removeAttribute("aria-busy");
}

// The heading and the form above show what the view shows.
function forms(told: Document): void {
  const heading = document.querySelector("h1");
  if (heading) heading.textContent = told.querySelector("h1")?.textContent ?? heading.textContent;
  const here = document.querySelector("form.filters");
  const there = told.querySelector("form.filters");
  if (here && there && !here.contains(document.activeElement)) {
    here.replaceChildren(...Array.from(there.childNodes, (node) => document.importNode(node, true)));
  }
}

// Begins; `each` is called for this view and for each that comes in its place.
export function swapping(each: Made): void {
  made.push(each);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[data-swap]") : null;
    const address = link?.getAttribute("href");
    if (!link || !address) return;
    event.preventDefault();
    const rel = link.getAttribute("rel");
    const focus = link.getAttribute("data-focus") ?? undefined;
    void go(new URL(address, location.href).href, true, rel === "next" ? "#listed" : focus).then(() => {
      if (rel === "next") document.querySelector("#listed")?.scrollIntoView();
    });
  });
  addEventListener("popstate", () => void go(location.href, false));
  each();
}
