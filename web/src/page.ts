// What every page does: dark or light as the reader chose, kept in this browser.
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
