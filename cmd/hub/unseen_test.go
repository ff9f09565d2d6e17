package main

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

// unprinting are the escapes of characters that do not print, in JSON and XML.
var unprinting = regexp.MustCompile(`\\u00[01][0-9a-f]|\\u00[89][0-9a-f]|\\u007f|\\u20[0-6][0-9a-f]|\\u[fF]{2}[fF][dD]|\\[bfr]|&#(x[0-9A-Fa-f]+|[0-9]|[12][0-9]|3[01]);`)

// printing is what is left of a text when everything goes that does not print,
// escaped or not: what any reader may make of it.
func printing(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, unprinting.ReplaceAllString(text, ""))
}

// unseen checks that no file below the given ones contains a text, when what does
// not print is taken out: unseen TEXT PATH….
func unseen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: unseen TEXT PATH…")
	}
	for _, root := range args[1:] {
		files := 0
		ts.Check(walkFiles(ts.MkAbs(root), func(path, content string) {
			files++
			if strings.Contains(printing(content), args[0]) {
				ts.Fatalf("%s contains %q, when what does not print is taken out", path, args[0])
			}
		}))
		if files == 0 {
			ts.Fatalf("there is no file below %s to look into", root)
		}
	}
}

// unseenOut checks the same of what was printed last: unseenout TEXT.
func unseenOut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: unseenout TEXT")
	}
	out := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	if out == "" {
		ts.Fatalf("nothing was printed")
	}
	if strings.Contains(printing(out), args[0]) {
		ts.Fatalf("%q was printed, when what does not print is taken out", args[0])
	}
}
