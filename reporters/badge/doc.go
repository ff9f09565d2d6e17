// Package badge writes a run as a badge for READMEs and pages: an image (SVG), and JSON
// from which shields.io draws one.
//
// A badge is green only if the verdict of the run is good, everything in the catalog was
// run, and nothing in it is marked flaky, doubtful, leaky or a known failure; with such marks
// it is amber and still says how many passed. Whatever has no verdict is grey. A badge says
// what the run was, not when: whoever shows it replaces it after each run.
//
// The image needs no fonts and loads nothing: the length of each text is fixed, and a
// reader's own font is stretched to it. Screen readers read the text.
package badge
