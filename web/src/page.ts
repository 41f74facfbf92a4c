// What every page does: dark or light as the reader chose, kept in this browser; its link to copy.
const KEY = "dragoman-theme";
const root = document.documentElement;

function dark(): boolean {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const kept = localStorage.getItem(KEY);
if (kept === "dark" || kept === "light") root.dataset.theme = kept;

const button = document.querySelector<HTMLButtonElement>("#theme");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem(KEY, root.dataset.theme);
  });
}

const SAID = 4000; // milliseconds
const copy = document.querySelector<HTMLButtonElement>("#copy");
const copied = document.querySelector<HTMLElement>("#copied");
if (copy && copied) {
  copy.hidden = false;
  copy.addEventListener("click", () => {
    const address = new URL(location.href);
    for (const name of [...address.searchParams.keys()]) if (!address.searchParams.get(name)) address.searchParams.delete(name);
    navigator.clipboard?.writeText(address.href).then(() => said(copied), () => shown(copied, address.href));
    if (!navigator.clipboard) shown(copied, address.href); // not given to pages of other machines without https
  });
}

function said(where: HTMLElement): void {
  where.textContent = "copied";
  window.setTimeout(() => where.replaceChildren(), SAID);
}

// The link to copy by hand.
function shown(where: HTMLElement, address: string): void {
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = address;
  field.setAttribute("aria-label", "The link of this view");
  where.replaceChildren(field);
  field.select();
}

export {};
