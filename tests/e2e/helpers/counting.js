// Counts what people do, and what they wait for: keys and clicks, and pages that are loaded anew.

/** Counts on a page from now on. */
export function counting(page) {
  const counts = { loads: 0, acts: 0 };
  page.on("request", (request) => {
    if (request.isNavigationRequest()) counts.loads += 1;
  });
  counts.key = async (key) => {
    counts.acts += 1;
    await page.keyboard.press(key);
  };
  counts.click = async (locator, options) => {
    counts.acts += 1;
    await locator.click(options);
  };
  return counts;
}
