package survey

import (
	"fmt"
	"strconv"
	"strings"
)

// maxKinds bounds the kinds that a text names.
const maxKinds = 4

// Text describes kinds of files, as in "1,385 .py files in 40 folders, 2 .sh files"; it is
// empty for none.
func Text(kinds []Kind) string {
	var parts []string
	rest := 0
	for i, k := range kinds {
		if i >= maxKinds {
			rest += k.Files
			continue
		}
		text := Number(k.Files) + " " + k.Ext + " file"
		if k.Files != 1 {
			text += "s"
		}
		if k.Folders > 1 {
			text += fmt.Sprintf(" in %s folders", Number(k.Folders))
		}
		parts = append(parts, text)
	}
	if rest > 0 {
		parts = append(parts, Number(rest)+" others")
	}
	return strings.Join(parts, ", ")
}

// Number formats n with commas, as in 1,385.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// languages are the extensions of programs, besides those that built-in runners have.
const languages = ` .adb .ads .apl .asm .bas .bat .cl .clj .cljc .cljs .cmd .cob .cbl .coffee .cs .csx .d .elm .erl .ex .f .f03 .f90 .f95 .factor .for .forth .fs .fsi .fth .gd .gleam .hx .ijs .io .jsx .kt .kts .lisp .lsp .m .mat .mm .mojo .odin .pas .pp .prolog .purs .qs .re .res .rexx .s .scala .scm .sml .sol .sql .ss .st .sv .svelte .tsx .v .vala .vb .vbs .vhd .vue .wat .wren .zig `

// language reports whether files with the extension are programs.
func language(ext string) bool { return strings.Contains(languages, " "+ext+" ") }
