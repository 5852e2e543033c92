// The tools' names in the reader's language, handed in by the page.
import type { ActionName } from "./commands.ts";

export type Words = Record<ActionName | "link" | "tools" | "cell" | "addRow" | "addColumn" | "removeRow" | "removeColumn" | "address" | "done" | "unlink" | "badAddress", string>;
