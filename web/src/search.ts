// The search: names as one types, counts that come after the page, and its link to copy; "/" goes to the words.
import { typeahead } from "./lib/typeahead";

typeahead();

const later = document.querySelector<HTMLElement>("#later[data-later]");
const facets = document.querySelector<HTMLElement>("#facets");
async function count(): Promise<void> {
  if (!later || !facets) return;
  const answer = await fetch(later.dataset.later ?? "", { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  facets.append(...Array.from(told.body.childNodes, (node) => document.importNode(node, true)));
  later.remove();
}
void count();

const copy = document.querySelector<HTMLButtonElement>("#copy");
const copied = document.querySelector<HTMLElement>("#copied");
if (copy && copied) {
  copy.hidden = false;
  copy.addEventListener("click", () => {
    const address = new URL(location.href);
    for (const name of [...address.searchParams.keys()]) if (!address.searchParams.get(name)) address.searchParams.delete(name);
    navigator.clipboard?.writeText(address.href).then(() => { copied.textContent = "copied"; }, () => shown(address.href));
    if (!navigator.clipboard) shown(address.href); // not given to pages of other machines without https
  });
}

// The link to copy by hand.
function shown(address: string): void {
  if (!copied) return;
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = address;
  field.setAttribute("aria-label", "The link of this search");
  copied.replaceChildren(field);
  field.select();
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>("#words")?.focus();
});
