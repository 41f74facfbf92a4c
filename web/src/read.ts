// Reading a story: a file may be dropped anywhere on the form, and the button tells that it works.
const form = document.querySelector<HTMLFormElement>("#paste");
const file = form?.querySelector<HTMLInputElement>('input[type="file"]');
const busy = document.querySelector<HTMLElement>("#busy");

if (form && file && busy) {
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    busy.textContent = "Reading …";
  });
  window.addEventListener("pageshow", () => {
    busy.textContent = "";
  });
}

export {};
