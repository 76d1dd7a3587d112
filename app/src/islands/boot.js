// Wakes the islands of a page: loads the bindings and the WebAssembly, then hands each island's element to the
// function that makes it live. The addresses of both files stand on this script's own element, so that the page has
// no inline script.
//
// Islands only make quicker what the page can do without them. Where they cannot live, because WebAssembly is
// unknown, too old, forbidden or not to be had, the page stays as it is and says so in one line.

const own = document.querySelector("script[data-bindings]");

// The smallest module with a reference to a value of the browser's, which the bindings need.
const NEEDED = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0];
const canRun = () => {
  try {
    return WebAssembly.validate(new Uint8Array(NEEDED));
  } catch (unknown) {
    return false;
  }
};

const ready = () =>
  new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", () => resolve(), { once: true });
  });

// Lets styles, scripts and tests know whether the page is live.
const tell = (state) => {
  document.documentElement.dataset.islands = state;
};

// An island is known by its name and a hash of its source. The name alone is enough, and does not depend on two
// compilers printing the source alike.
const withoutHash = (id) => id.slice(0, id.lastIndexOf("_"));

const wakeAll = async (bindings) => {
  const islands = new Map(Object.entries(bindings).map(([id, wake]) => [withoutHash(id), wake]));
  for (const element of document.querySelectorAll("leptos-island")) {
    // An island within another one's children belongs to that one, which says so in this callback.
    const around = element.closest("leptos-children");
    if (around && around.$$on_hydrate) around.$$on_hydrate();
    const wake = islands.get(withoutHash(element.dataset.component));
    if (!wake) throw new Error(`No island bears the name ${element.dataset.component}.`);
    await wake(element);
  }
};

const begin = async () => {
  if (!canRun()) throw new Error("This browser does not run the WebAssembly that islands need.");
  // Both are asked for at once, while the document is still being read.
  const binary = fetch(own.dataset.binary);
  binary.catch(() => {});
  const bindings = await import(own.dataset.bindings);
  await ready();
  await bindings.default({ module_or_path: binary });
  bindings.hydrate();
  await wakeAll(bindings);
  // Where one writes, the editor takes the place of the text field. Without it the field stays.
  const area = document.querySelector("textarea[data-editor]");
  if (!area) return;
  import(area.dataset.editor)
    .then(({ mount }) => mount(area, bindings))
    .catch((error) => console.info(`The text field stays: ${error.message}`));
};

begin().then(
  () => tell("awake"),
  (error) => {
    // One line for whoever looks into the matter; the page says the rest.
    console.info(`Islands stay asleep: ${error.message}`);
    ready().then(() => tell("asleep"));
  },
);
