package expect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Invisible differences are spelled out in the message and in the diff.
func TestWhatLooksAlike(t *testing.T) {
	for name, c := range map[string]struct{ want, got, message, diff string }{
		"two blanks": {"a  b", "a b", `expected "a  b", got "a b" (whitespace differs: "a␣␣b", "a␣b"; ␣ is a space)`,
			"-a␣␣b\n+a␣b\n\\ ␣ is a space, → a tab\n"},
		"tab": {"a\tb", "a b", `expected "a\tb", got "a b" (whitespace differs: "a\tb", "a␣b"; ␣ is a space)`,
			"-a→b\n+a␣b\n\\ ␣ is a space, → a tab\n"},
		"leading": {"  a", "a", `expected "  a", got "a" (whitespace differs: "␣␣a", "a"; ␣ is a space)`,
			"-␣␣a\n+a\n\\ ␣ is a space, → a tab\n"},
		"no-break space": {"a b", "a\u00a0b", `expected "a b", got "a\u00a0b" (whitespace differs: "a␣b", "a\u00a0b"; ␣ is a space)`,
			"-a␣b\n+a\\u00a0b\n\\ ␣ is a space, → a tab\n"},
		"carriage return": {"a b", "a\rb", `expected "a b", got "a\rb" (whitespace differs: "a␣b", "a\rb"; ␣ is a space)`,
			"-a␣b\n+a\\rb\n\\ ␣ is a space, → a tab\n"},
		"NFC and NFD": {"caf\u00e9!", "cafe\u0301!", "expected \"caf\u00e9!\", got \"cafe\u0301!\" (they look alike: expected U+00E9, got U+0065 U+0301)",
			"-caf\\u00e9!\n+cafe\\u0301!\n"},
		"Cyrillic":          {"pass", "p\u0430ss", "expected \"pass\", got \"p\u0430ss\" (they look alike: expected U+0061, got U+0430)", "-pass\n+p\\u0430ss\n"},
		"zero width":        {"ab", "a\u200bb", `expected "ab", got "a\u200bb" (they look alike: expected nothing, got U+200B)`, "-ab\n+a\\u200bb\n"},
		"byte order mark":   {"a", "\ufeffa", `expected "a", got "\ufeffa" (they look alike: expected nothing, got U+FEFF)`, "-a\n+\\ufeffa\n"},
		"typographic quote": {"it's", "it\u2019s", "expected \"it's\", got \"it\u2019s\" (they look alike: expected U+0027, got U+2019)", "-it's\n+it\\u2019s\n"},
		"dash":              {"a-b", "a\u2013b", "expected \"a-b\", got \"a\u2013b\" (they look alike: expected U+002D, got U+2013)", "-a-b\n+a\\u2013b\n"},
		"full width":        {"A1", "\uff211", "expected \"A1\", got \"\uff211\" (they look alike: expected U+0041, got U+FF21)", "-A1\n+\\uff211\n"},
		"nought":            {"O", "0", `expected "O", got "0" (they look alike: expected U+004F, got U+0030)`, "-O\n+0\n"},
		"one sees it":       {"b", "c", `expected "b", got "c"`, "-b\n+c\n"},
		"other letters":     {"日本", "日木", `expected "日本", got "日木"`, "-日本\n+日木\n"},
		"in a long line": {strings.Repeat("x", 500) + " y", strings.Repeat("x", 500) + "  y",
			`expected …"` + strings.Repeat("x", 158) + ` y", got …"` + strings.Repeat("x", 157) + `  y" (whitespace differs: "` + strings.Repeat("x", 15) + `␣y", "` + strings.Repeat("x", 15) + `␣␣y"; ␣ is a space)`, ""},
	} {
		e := expect.Check(equals("same\n"+c.want+"\n"), expect.Printed{Text: "same\n" + c.got + "\n"})
		require.NotNil(t, e, name)
		assert.Equal(t, "line 2: "+c.message, e.Message, name)
		if c.diff != "" {
			assert.Equal(t, "--- expected\n+++ output\n@@ -1,2 +1,2 @@\n same\n"+c.diff, e.Diff, name)
		}
	}

	e := expect.Check(unordered("x\na  b\n"), expect.Printed{Text: "a b\nx\n"})
	require.NotNil(t, e)
	assert.Equal(t, `the line "a  b" is missing, or occurs too few times; "a b" looks the same: nothing instead of U+0020`, e.Message)
	x := golden("x.out")
	x.Normalize = hub.Normalizers{{Match: "#", Replace: "##"}}
	_, err := expect.Golden(x, expect.Printed{Text: "#\n"})
	require.ErrorContains(t, err, `expected "##", got "####"`)
}
