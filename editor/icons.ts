// The tools' pictures, drawn on a grid of 24 as the app's others are. Words say the same to those who hear them.
import type { ActionName } from "./commands.ts";

const PATHS: Record<ActionName | "link", string> = {
  bold: "M8 5v14M8 5h5a3.4 3.4 0 0 1 0 6.8H8M8 11.8h6a3.6 3.6 0 0 1 0 7.2H8",
  italic: "M14.5 5 9.5 19M10.5 5h7M6.5 19h7",
  code: "m9 7-5 5 5 5M15 7l5 5-5 5",
  heading1: "M4 6v12M12 6v12M4 12h8M16 10l3-2v10",
  heading2: "M4 6v12M12 6v12M4 12h8M15.5 10a2.5 2.5 0 1 1 4.3 1.8L15.5 18H20",
  heading3: "M4 6v12M12 6v12M4 12h8M15.5 8.5h4.5l-2.6 3.4a3 3 0 1 1-2.2 5",
  paragraph: "M4 7h16M4 12h16M4 17h9",
  bullets: "M10 6h10M10 12h10M10 18h10M5 6h.01M5 12h.01M5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M4 15.5c0-2 2.5-2 2.5-.5 0 1-2.5 2.5-2.5 4h3",
  quote: "M5 17c3-1 4-3.5 4-6H5V7h5v4M14 17c3-1 4-3.5 4-6h-4V7h5v4",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  undo: "M9 7 4 12l5 5M4 12h10a5 5 0 0 1 0 10",
  redo: "m15 7 5 5-5 5M20 12H10a5 5 0 0 0 0 10",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: keyof typeof PATHS): SVGElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  picture.append(path);
  return picture;
}
