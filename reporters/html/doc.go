// Package html writes a run as one self-contained page. The page loads nothing, is
// readable without its script, and works on phones, in light and dark mode, and on paper.
//
// All texts of examples are untrusted. The page is one template, page.tmpl, of
// html/template, which escapes by context; the template function text additionally removes
// what a terminal or a CI log would execute. The many rows and the bars of the timeline
// are written by a printer, for which markup is a separate type that untrusted text never
// has. As a second line of defence, the Content-Security-Policy allows only the page's own
// script and style, by their hashes, and no requests.
//
// Rows are part of the page rather than created by the script, so that the page is
// readable without it; browsers lay out only the rows on the screen.
package html
