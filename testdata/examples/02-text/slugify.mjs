// ---
// title: Titles to URL slugs
// tags: [unicode, regular-expressions]
// ---
import assert from "node:assert/strict";

// NFKD splits "é" into "e" and an accent; the accents are then dropped.
function slugify(title) {
  return title
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

const titles = ["Crème brûlée, quickly", "  C & C++: what's new?  ", "Ångström №5", "100 % Wolle"];
for (const title of titles) {
  console.log(`${JSON.stringify(title)} → ${slugify(title)}`);
}

assert.equal(slugify("Crème brûlée, quickly"), "creme-brulee-quickly");
