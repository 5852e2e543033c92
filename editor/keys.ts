// Keys, and what is typed at the beginning of a line to mean more than itself.
import { baseKeymap, chainCommands } from "prosemirror-commands";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import type { Command, Plugin } from "prosemirror-state";
import { actions } from "./commands.ts";
import { nodes } from "./schema.ts";
import { enterTable } from "./table_view.ts";

/** These signs and a space at the beginning of a line make a block of it. */
const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{1,6})\s$/, nodes.heading, (match) => ({ level: match[1]!.length })),
    wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(/^1\.\s$/, nodes.ordered_list),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  ],
});

/** `own` are the commands that need the tools around the text. */
export function keys(own: { link: Command; tools: Command }): Plugin[] {
  const enter = chainCommands(enterTable, splitListItem(nodes.list_item), baseKeymap.Enter!);
  const named: Record<string, Command> = {
    "Mod-b": actions.bold.run,
    "Mod-i": actions.italic.run,
    "Mod-e": actions.code.run,
    "Mod-z": actions.undo.run,
    "Mod-y": actions.redo.run,
    "Shift-Mod-z": actions.redo.run,
    "Mod-Alt-0": actions.paragraph.run,
    "Mod-Alt-1": actions.heading1.run,
    "Mod-Alt-2": actions.heading2.run,
    "Mod-Alt-3": actions.heading3.run,
    "Shift-Mod-7": actions.numbers.run,
    "Shift-Mod-8": actions.bullets.run,
    "Shift-Mod-9": actions.quote.run,
    "Shift-Mod-k": own.link,
    "Alt-F10": own.tools,
    Enter: enter,
    // A paper has paragraphs only, and no breaks within them.
    "Shift-Enter": enter,
    // Where there is nothing to indent, the key goes on to the next field.
    Tab: sinkListItem(nodes.list_item),
    "Shift-Tab": liftListItem(nodes.list_item),
  };
  return [rules, keymap(named), keymap(baseKeymap)];
}
