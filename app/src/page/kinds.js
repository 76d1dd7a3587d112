// The page's own script: what depends on the kind of the text that is written. A brief's text comes first, its title folded
// behind it; an article's title stands above its text.

const headlines = document.querySelector("details.headlines");

if (headlines) {
  const { form } = document.getElementById("body");
  const body = headlines.parentElement.querySelector("#body").closest(".field");
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "kind") return;
    const isBrief = target.value === "简讯";
    headlines.toggleAttribute("data-brief", isBrief);
    headlines.open = !isBrief || Array.from(headlines.querySelectorAll("input")).some(({ value }) => value !== "");
    if (isBrief) body.after(headlines);
    else body.before(headlines);
  });
}

// Where the browser can, the page gives way to a phone's keyboard: nothing of it stands behind. Browsers that cannot would
// complain of the words; those know this length since the same version.
const viewport = document.querySelector("meta[name=viewport]");
if (headlines && CSS.supports("height", "1dvh")) viewport.content += ", interactive-widget=resizes-content";
