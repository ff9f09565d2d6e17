package help

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// group is a heading with its flags.
type group struct {
	title string
	flags []*kong.Flag
}

// flagsOf returns the flags of a command in groups, and those that every command has.
func flagsOf(n *kong.Node) (own []group, global group) {
	global.title = Global
	var all []*kong.Flag
	for _, level := range n.AllFlags(true) {
		all = append(all, level...)
	}
	index := map[string]int{"Flags:": 0}
	own = []group{{title: "Flags:"}}
	for _, f := range all {
		title := "Flags:"
		if f.Group != nil {
			title = f.Group.Title
		}
		switch at, known := index[title]; {
		case isGlobal(f):
			global.flags = append(global.flags, f)
		case known:
			own[at].flags = append(own[at].flags, f)
		default:
			index[title] = len(own)
			own = append(own, group{title, []*kong.Flag{f}})
		}
	}
	return own, global
}

// isGlobal reports whether every command has the flag.
func isGlobal(f *kong.Flag) bool {
	return f.Group != nil && f.Group.Title == Global || f.Group == nil && (f.Name == "help" || f.Name == "version")
}

// usageOf returns the words of the usage line of a command.
func usageOf(n *kong.Node) []string {
	words := []string{n.FullPath()}
	for _, a := range n.Positional {
		words = append(words, argument(a))
	}
	if len(n.Children) > 0 {
		words = append(words, "COMMAND")
	}
	return append(words, "[flags]")
}

// argument returns an argument as in usage lines: REF…, [SEL…].
func argument(v *kong.Value) string {
	text := strings.ToUpper(v.Name)
	if v.IsCumulative() {
		text += "…"
	}
	if !v.Required {
		text = "[" + text + "]"
	}
	return text
}

// flag returns a flag with its short form and its value. short says that other flags of the
// list have a short form.
func flag(f *kong.Flag, short bool) string {
	text := ""
	switch {
	case f.Short != 0:
		text = "-" + string(f.Short) + ", "
	case short:
		text = "    "
	}
	text += "--" + f.Name
	if !f.IsBool() && !f.IsCounter() {
		text += "=" + f.FormatPlaceHolder()
	}
	return text
}

// section is a part of a long help.
type section struct {
	paragraphs []string // those that begin with two spaces stay as they are
	tables     []table
	exit       string // exit codes
}

// table documents the fields of an answer.
type table struct {
	title string
	rows  [][2]string
}

// exits is the beginning of the sentence about exit codes.
const exits = "Exit codes: "

// sections splits a long help into paragraphs, of which the sentence about exit codes is
// the last, and tables of two columns below a paragraph that ends with a colon.
func sections(detail string) (s section) {
	row := regexp.MustCompile(`^  (\S+) {2,}(\S.*)$`)
	for text := range strings.SplitSeq(detail, "\n\n") {
		text = strings.Trim(text, "\n")
		if before, after, ok := strings.Cut(text, exits); ok {
			text, s.exit = before, after
		}
		if text = strings.TrimRight(text, " "); text == "" {
			continue
		}
		var rows [][2]string
		for line := range strings.SplitSeq(text, "\n") {
			m := row.FindStringSubmatch(line)
			if m == nil {
				rows = nil
				break
			}
			rows = append(rows, [2]string{m[1], m[2]})
		}
		last := len(s.paragraphs) - 1
		if rows != nil && last >= 0 && strings.HasSuffix(s.paragraphs[last], ":") {
			s.tables = append(s.tables, table{s.paragraphs[last], rows})
			s.paragraphs = s.paragraphs[:last]
			continue
		}
		s.paragraphs = append(s.paragraphs, text)
	}
	return s
}

// codes returns the exit codes in a text such as "0; 2 usage or configuration." with their
// meanings; nil if a part of the text does not begin with a code.
func codes(text string) (rows [][2]string) {
	code := regexp.MustCompile(`^([0-9/]+)(?:$|,? (.*))`)
	for part := range strings.SplitSeq(strings.TrimSuffix(text, "."), "; ") {
		m := code.FindStringSubmatch(part)
		if m == nil {
			return nil
		}
		rows = append(rows, [2]string{m[1], cmp.Or(m[2], "good")})
	}
	return rows
}
