// Package html writes a run as one self-contained page: a [Page] of plain
// values in, HTML out. The page loads nothing from anywhere, is readable
// without its script, and is made for a phone, for light and dark, and for
// paper.
//
// Everything that is said of an example is hostile until it is escaped. The page
// is one template, page.tmpl, of html/template, which escapes by context; texts go
// through our own escaper first (the function text), which takes what a terminal or
// a CI log would act on as well. What a page has by the thousand (the rows, the bars
// of the timeline) is written by a printer, to which markup is a type that no text
// of others has. Should all of that fail, the Content-Security-Policy allows only
// the page's own script and style, by their hashes, and loads and sends nothing.
//
// Rows are in the page rather than made by the script: the page is readable
// without it, and browsers lay out only those that are on the screen.
package html
