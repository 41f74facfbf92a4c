// The shapes of countries for the map: Natural Earth (public domain, as world-atlas carries it) with fewer points and our
// codes of countries, as TopoJSON -> src/dragoman/serve/static/world.json.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { quantize } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const LEAST = 1.5e-6; // steradians of a triangle below which a point is left out
const STEPS = 36_000; // of a hundredth of a degree
const NAMED = { Kosovo: "XKX" }; // those that ISO has no number for
const countries = createRequire(import.meta.url)("i18n-iso-countries");

const whole = JSON.parse(readFileSync(new URL("node_modules/world-atlas/countries-50m.json", import.meta.url), "utf-8"));
const less = quantize(simplify(presimplify(whole, sphericalTriangleArea), LEAST), STEPS);
const shapes = less.objects.countries.geometries.map(({ type, arcs, id, properties }) => ({
  type,
  arcs,
  id: countries.numericToAlpha3(id ?? "") ?? NAMED[properties.name],
  properties: { name: properties.name },
}));
const made = { ...less, objects: { countries: { type: "GeometryCollection", geometries: shapes } } };
writeFileSync(new URL("../src/dragoman/serve/static/world.json", import.meta.url), JSON.stringify(made) + "\n");
