// Package html writes a run as one self-contained page: a [Page] of plain
// values in, HTML out. The page loads nothing from anywhere, is readable
// without its script, and is made for a phone, for light and dark, and for
// paper.
//
// Everything that is said of an example is hostile until it is escaped. Markup
// is written as constants, by a type that no text of others has; all else goes
// through one escaper (see printer). Should that fail, a Content-Security-Policy
// stands behind it: only the page's own script and style, known by their
// hashes, are ever used, and nothing can be loaded or sent.
//
// Rows are written out rather than made by the script: the page is readable
// without it, and browsers lay out only those that are on the screen.
package html
