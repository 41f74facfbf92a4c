// The slider of months: from one to another, and played.
export class Months {
  private timer: number | undefined;
  private readonly label: HTMLOutputElement;
  private readonly first: number;

  constructor(
    private readonly root: HTMLElement,
    private readonly from: HTMLInputElement,
    private readonly to: HTMLInputElement,
    private readonly play: HTMLButtonElement,
    private readonly changed: (first: string | null, last: string | null, over: boolean) => void,
  ) {
    this.label = root.querySelector("output") as HTMLOutputElement;
    this.first = number(root.dataset.first ?? "2000-01");
    const most = String(Math.max(1, number(root.dataset.last ?? "2000-01") - this.first));
    for (const one of [from, to]) {
      one.min = "0";
      one.max = most;
    }
    this.read();
    from.addEventListener("input", () => this.moved(from, false));
    to.addEventListener("input", () => this.moved(to, false));
    for (const one of [from, to]) one.addEventListener("change", () => this.moved(one, true));
    play.addEventListener("click", () => (this.timer === undefined ? this.start() : this.stop()));
    root.hidden = false;
  }

  // As the address has it.
  read(): void {
    const asked = new URL(location.href).searchParams;
    const at = (name: string, other: string): string => {
      const told = asked.get(name);
      if (!told) return other;
      return String(Math.min(Number(this.to.max), Math.max(0, number(told.length === 4 ? told + (name === "to" ? "-12" : "-01") : told) - this.first)));
    };
    this.from.value = at("from", "0");
    this.to.value = at("to", this.to.max);
    this.say();
  }

  get playing(): boolean {
    return this.timer !== undefined;
  }

  private moved(one: HTMLInputElement, over: boolean): void {
    this.stop();
    if (Number(this.from.value) > Number(this.to.value)) {
      if (one === this.from) this.to.value = this.from.value;
      else this.from.value = this.to.value;
    }
    this.tell(over);
  }

  private start(): void {
    const most = Number(this.to.max);
    let width = Number(this.to.value) - Number(this.from.value);
    if (width > most / 2) width = Math.max(0, Math.ceil(most / 24) - 1); // nearly all at once is nothing to play
    if (Number(this.to.value) >= most || width < Number(this.to.value) - Number(this.from.value)) {
      this.from.value = "0";
      this.to.value = String(width);
    }
    this.label.setAttribute("aria-live", "off"); // else each step is read out
    this.play.textContent = "Pause";
    this.tell(false);
    this.timer = window.setInterval(() => this.step(width + 1), 900);
  }

  private step(by: number): void {
    const most = Number(this.to.max);
    if (Number(this.to.value) >= most) {
      this.stop();
      return;
    }
    this.to.value = String(Math.min(most, Number(this.to.value) + by));
    this.from.value = String(Math.max(0, Number(this.to.value) - by + 1));
    this.tell(false);
  }

  private stop(): void {
    if (this.timer === undefined) return;
    window.clearInterval(this.timer);
    this.timer = undefined;
    this.label.removeAttribute("aria-live");
    this.play.textContent = "Play";
    this.tell(true);
  }

  private tell(over: boolean): void {
    this.say();
    const [from, to, most] = [Number(this.from.value), Number(this.to.value), Number(this.to.max)];
    this.changed(from > 0 ? name(from + this.first) : null, to < most ? name(to + this.first) : null, over);
  }

  private say(): void {
    const [from, to] = [this.from, this.to].map((one) => name(Number(one.value) + this.first)) as [string, string];
    this.from.setAttribute("aria-valuetext", from);
    this.to.setAttribute("aria-valuetext", to);
    this.label.textContent = `${from} to ${to}`;
  }
}

function number(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7) || "1") - 1;
}

function name(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}
