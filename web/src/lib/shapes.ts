// Classes of events, each with a shape of its own beside its colour.
export const CLASSES = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"] as const;
export type Class = (typeof CLASSES)[number];

export function look(one: Class): string {
  return one.replace("_", "-");
}

export function called(one: Class): string {
  return one.replace("_", " ");
}

// The outline of a class around 0, 0: circle, square, triangle, diamond.
export function outline(one: Class, r: number): string {
  switch (one) {
    case "verbal_cooperation":
      return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
    case "material_cooperation": {
      const a = r * 0.9;
      return `M${-a} ${-a}H${a}V${a}H${-a}Z`;
    }
    case "verbal_conflict": {
      const a = r * 1.35;
      return `M0 ${-a}L${a * 1.05} ${a * 0.75}H${-a * 1.05}Z`;
    }
    case "material_conflict": {
      const a = r * 1.3;
      return `M0 ${-a}L${a} 0L0 ${a}L${-a} 0Z`;
    }
  }
}
