// Fields for actors offer names as one types: those of the knowledge in any language, and those of the stories.
const WAIT = 150; // milliseconds after a key
const FIELDS = 'input[name="actor"], input[name="recipient"], input[name="source"], input[name="with"]';

interface Found {
  actors: { value: string; name: string; form: string; country: string | null; sector: string | null; events: number }[];
}

const asked = new Map<string, Promise<Found>>();
let waiting = 0;

function ask(query: string): Promise<Found> {
  const known = asked.get(query);
  if (known) return known;
  const found = fetch(`/api/v1/actors?limit=12&q=${encodeURIComponent(query)}`).then((answer) =>
    answer.ok ? (answer.json() as Promise<Found>) : { actors: [] });
  asked.set(query, found);
  found.catch(() => asked.delete(query));
  return found;
}

function list(): HTMLDataListElement {
  const there = document.querySelector<HTMLDataListElement>("#actors-like");
  if (there) return there;
  const made = document.createElement("datalist");
  made.id = "actors-like";
  document.body.append(made);
  return made;
}

async function offer(field: HTMLInputElement): Promise<void> {
  const query = field.value.trim();
  if (query.length < 2) return;
  const { actors } = await ask(query).catch(() => ({ actors: [] }));
  if (field.value.trim() !== query) return;
  list().replaceChildren(...actors.map((one) => {
    const option = document.createElement("option");
    const more = [one.form === one.name ? "" : one.form, one.country ?? "", one.sector ?? "", one.events ? `${one.events} events` : ""];
    option.value = one.value;
    option.label = [one.name, ...more.filter((part) => part)].join(" · ");
    return option;
  }));
}

export function typeahead(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches(FIELDS)) return;
    field.setAttribute("list", list().id);
    field.autocomplete = "off";
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void offer(field), WAIT);
  });
}
