package prose

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	xansi "github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
)

func TestBlocks(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"headings":           {"# One #\n\nText\n### Three\n", "# One\n\nText\n### Three\n"},
		"underlined heading": {"One\ntwo\n===\nThree\n---\n", "# One two\n## Three\n"},
		"paragraphs":         {"a\nb\n\n\n\nc  \nd\\\ne", "a b\n\nc\nd\ne\n"},
		"wrapped":            {"one two three four five six seven", "one two three four\nfive six seven\n"},
		"a long word":        {"a https://example.org/that/is/long b", "a\nhttps://example.org/that/is/long\nb\n"},
		"rule":               {"a\n\n***\n", "a\n\n────────\n"},
		"code":               {"```sh\n$ echo a   b\n\n\n  # no heading\n```\nafter", "    $ echo a   b\n\n\n      # no heading\nafter\n"},
		"code to the end":    {"~~~\na\n```\nb", "    a\n    ```\n    b\n"},
		"indented code":      {"    # as it is\n", "    # as it is\n"},
		"list":               {"- one\n* two two two two two two\n  three\n\n  four\n  - five\n1. six\n", "• one\n• two two two two two\n  two three\n\n  four\n  • five\n1. six\n"},
		"list, then text":    {"- one\n\ntext\n", "• one\n\ntext\n"},
		"code in a list":     {"1. one\n   ```\n   x\n   ```\n2. two\n", "1. one\n       x\n2. two\n"},
		"empty items":        {"7)\n\n-\n- x\n", "7)\n\n•\n• x\n"},
		"quote":              {"> a\n> b\n>\n> - c\n\nd", "│ a b\n│\n│ • c\n\nd\n"},
		"table":              {"| a | b |\n|---|:-:|\n| `x\\|y` | z |\n| 1 | 2 | 3 |\n", "a      b\n`x|y`  z\n1      2\n3\n"},
		"a wide table":       {"name | what\n--|--\nn | one two three four five\n", "name  what\nn     one two three\n      four five\n"},
		"no table":           {"a | b\nc | d\n", "a | b c | d\n"},
		"front matter":       {"---\ntitle: X\n---\n# T\n", "---\ntitle: X\n---\n\n# T\n"},
		"comment":            {"<!-- a -->\nb", "<!-- a -->\nb\n"},
		"nothing":            {"", ""},
		"CRLF":               {"a\r\n\r\nb\r\n", "a\n\nb\n"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, Terminal(c.in, Style{Width: 20})) })
	}
	assert.Equal(t, "- one\n| a\n\n--------\n", Terminal("* one\n> a\n\n---\n", Style{ASCII: true}))
	assert.Equal(t, "a                 b           c\nsome/long/name/x  four words  four words\n                  each        each\n",
		Terminal("a | b | c\n--|--|--\nsome/long/name/x | four words each | four words each\n", Style{Width: 40}), "columns have their longest words whole")
	assert.Equal(t, "one two three four five\nsix\n", Terminal("one two three four five\nsix", Style{}), "without a width lines stay")
}

func TestInline(t *testing.T) {
	strong, em, code, dim := func(s string) string { return "\x1b[1m" + s + "\x1b[0m" }, func(s string) string { return "\x1b[3m" + s + "\x1b[0m" },
		func(s string) string { return "\x1b[36m" + s + "\x1b[0m" }, func(s string) string { return "\x1b[2m" + s + "\x1b[0m" }
	for in, want := range map[string]string{
		"a **b c** d":            "a " + strong("b c") + " d",
		"*a* and _b_":            em("a") + " and " + em("b"),
		"**a *b* c**":            strong("a ") + "\x1b[1;3mb\x1b[0m" + strong(" c"),
		"snake_case_name":        "snake_case_name",
		"2 * 3 * 4":              "2 * 3 * 4",
		"**open":                 "**open",
		"a `**x** <y>` b":        "a " + code("**x** <y>") + " b",
		"``a ` b``":              code("a ` b"),
		"`open":                  "`open",
		"[text](https://a.b)":    "text" + dim(" (https://a.b)"),
		"[**t**](x.md) [a](#b)":  strong("t") + dim(" (x.md)") + " a",
		"![logo](x.png)":         "logo" + dim(" (x.png)"),
		"<https://a.b> <T> a<b":  "https://a.b <T> a<b",
		`\*a\* \n &lt;&#27;&gt;`: `*a* \n <&#27;>`,
		"[x] and [y":             "[x] and [y",
	} {
		assert.Equal(t, want+"\n", Terminal(in, Style{Color: true}), in)
	}
	assert.Equal(t, "a `b` c\n", Terminal("a `b` **c**", Style{}), "without colour, code keeps its marks")
}

// Texts that would take long if each mark were looked up to the end of the text.
func TestHostileTextTakesNoTime(t *testing.T) {
	for _, part := range []string{"*a ", "**a ", "[", "![a", "`a``b```", "> ", "- ", "1. ", "| ", "\\", "_a", "<http://", "a|", "#", "\n> - ", "|-"} {
		text := strings.Repeat(part, (256<<10)/len(part))
		assert.NotEmpty(t, Terminal(text, Style{Width: 80, Color: true}), part)
		assert.NotEmpty(t, Terminal(text+"\n"+strings.Repeat("-|", 100_000), Style{Width: 80}), part)
	}
}

// Whatever the text, letters are neither lost nor added, no line of words that fit is
// too wide, and there is no control sequence that was not asked for.
func FuzzTerminal(f *testing.F) {
	f.Add("# a\n\n- b **c** `d`\n  > e\n\n| f | g |\n|--|--|\n| h | [i](j) |\n```k\nl\n```\n", 30, true)
	f.Add("*a**b*_c_`d``\\*&lt;<http://x>![", 1, false)
	f.Fuzz(func(t *testing.T, text string, width int, color bool) {
		if len(text) > 2000 || width > 1000 || !utf8.ValidString(text) || strings.ContainsAny(text, "\x1b\t\r") || strings.Contains(text, "&") || strings.Contains(text, "```") || strings.Contains(text, "~~~") || strings.Contains(text, "](") {
			return
		}
		got := Terminal(text, Style{Width: width, Color: color, ASCII: true})
		if !color && strings.Contains(got, "\x1b") {
			t.Fatalf("a sequence: %q", got)
		}
		letters := func(s string) string {
			all := []byte(strings.Map(func(r rune) rune {
				if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
					return r
				}
				return -1
			}, xansi.Strip(s)))
			slices.Sort(all) // wrapped cells are side by side
			return string(all)
		}
		if letters(got) != letters(text) {
			t.Fatalf("%q of %q", got, text)
		}
	})
}
