// Places -> clusters of a grid of degrees, as wide as the map's magnification asks for.
import { CLASSES, type Class } from "./shapes";

export interface Here {
  name: string;
  country: string | null;
  events: number;
  verbal_cooperation: number;
  material_cooperation: number;
  verbal_conflict: number;
  material_conflict: number;
}

export interface Spot {
  lon: number;
  lat: number;
  here: Here;
}

export interface Cluster {
  id: string;
  lon: number;
  lat: number;
  places: Spot[];
  events: number;
  counts: Record<Class, number>;
  most: Class;
  box: [number, number, number, number]; // west, south, east, north
}

const NEAR = 0.0005; // degrees around the places of a cluster

// Each place is in one cell; a cell's box has no place of another.
export function clusters(spots: Spot[], cell: number): Cluster[] {
  const cells = new Map<string, Spot[]>();
  for (const spot of spots) {
    const id = `${Math.floor(spot.lon / cell)}_${Math.floor(spot.lat / cell)}`;
    const some = cells.get(id);
    if (some) some.push(spot);
    else cells.set(id, [spot]);
  }
  return [...cells].map(([id, places]) => made(id, places)).sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
}

function made(id: string, places: Spot[]): Cluster {
  places.sort((a, b) => b.here.events - a.here.events);
  const counts = { verbal_cooperation: 0, material_cooperation: 0, verbal_conflict: 0, material_conflict: 0 };
  let [events, lon, lat] = [0, 0, 0];
  for (const { here, ...at } of places) {
    for (const one of CLASSES) counts[one] += here[one];
    events += here.events;
    lon += at.lon * here.events;
    lat += at.lat * here.events;
  }
  const [lons, lats] = [places.map((one) => one.lon), places.map((one) => one.lat)];
  return {
    id,
    lon: lon / events,
    lat: lat / events,
    places,
    events,
    counts,
    most: CLASSES.reduce((a, b) => (counts[b] > counts[a] ? b : a)),
    box: [
      Math.max(-180, Math.min(...lons) - NEAR), Math.max(-90, Math.min(...lats) - NEAR),
      Math.min(180, Math.max(...lons) + NEAR), Math.min(90, Math.max(...lats) + NEAR),
    ],
  };
}
