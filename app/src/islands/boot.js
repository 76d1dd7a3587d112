// Wakes the islands of a page: loads the bindings and the WebAssembly, then hands each island's element to the
// function that makes it live. The addresses of both files stand in the page's own preload links, so that this
// script needs no word of them in the page and the page no inline script.

const bindingsAddress = document.querySelector('link[rel="modulepreload"]').href;
const binaryAddress = document.querySelector('link[rel="preload"][as="fetch"]').href;

const bindings = await import(bindingsAddress);
await bindings.default({ module_or_path: binaryAddress });
bindings.hydrate();

// An island is known by its name and a hash of its source. The name alone is enough, and does not depend on two
// compilers printing the source alike.
const withoutHash = (id) => id.slice(0, id.lastIndexOf("_"));
const islands = new Map(Object.entries(bindings).map(([id, wake]) => [withoutHash(id), wake]));

for (const element of document.querySelectorAll("leptos-island")) {
  // An island within another one's children belongs to that one, which says so in this callback.
  element.closest("leptos-children")?.$$on_hydrate?.();
  const wake = islands.get(withoutHash(element.dataset.component));
  if (wake) {
    await wake(element);
  } else {
    console.warn(`No island bears the name ${element.dataset.component}.`);
  }
}

// Lets styles and tests know that the page is live.
document.documentElement.dataset.islands = "awake";
