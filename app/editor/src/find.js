// Places in the editor's document by what stands there, and marks on them.

import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** The places of a document at which a string stands: within one line each. */
export const placesOf = (doc, words) => {
  const places = [];
  if (!words) return places;
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const line = node.textBetween(0, node.content.size, null, "\ufffc");
    for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + words.length)) {
      const from = position + 1 + at;
      places.push({ from, to: from + words.length, line, at });
    }
    return false;
  });
  return places;
};

/** Marks that go along with the text: `mark(view, places)`, each `{from, to, id, className}`. */
export const marking = () => {
  const key = new PluginKey("marked");
  const plugin = new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, marks) => {
        const said = tr.getMeta(key);
        if (!said) return marks.map(tr.mapping, tr.doc);
        return DecorationSet.create(
          tr.doc,
          said.map(({ from, to, id, className }) => Decoration.inline(from, to, { class: className }, { id })),
        );
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
  const mark = (view, places) => view.dispatch(view.state.tr.setMeta(key, places).setMeta("addToHistory", false));
  const placeOf = (state, id) => key.getState(state).find(undefined, undefined, (spec) => spec.id === id)[0];
  return { plugin, mark, placeOf };
};
