// Markers in one form, whoever wrote them.
import type { Marker } from "./paper.ts";

/** One text for equal values, whatever order their keys have. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** A marker as it comes, whatever another version left out of it. */
export function completed(marker: Marker): Marker {
  const texts = (list: unknown) => (Array.isArray(list) ? list.filter((item) => typeof item === "string") : []);
  const attrs = marker.attrs && typeof marker.attrs === "object" && !Array.isArray(marker.attrs) ? marker.attrs : {};
  return { ...marker, type: String(marker.type ?? ""), parents: texts(marker.parents), attrs, isEmbed: marker.isEmbed === true };
}
