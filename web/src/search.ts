// The search: names as one types, and counts that come after the page; "/" goes to the words.
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

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>("#words")?.focus();
});
