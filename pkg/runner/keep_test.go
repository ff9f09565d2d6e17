package runner

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func keep(text string, most int64, sizes func() int, s Sought) Outcome {
	k := newKeeper(most, func() Sought { return s })
	for text != "" {
		n := min(len(text), sizes())
		_, _ = k.Write([]byte(text[:n]))
		text = text[n:]
	}
	var o Outcome
	o.Output, o.Dropped, o.Found, o.Lines = k.end()
	return o
}

func always(n int) func() int { return func() int { return n } }

func TestKeepsWhatFits(t *testing.T) {
	for text, want := range map[string]string{"": "", "a\rb\n": "a\rb\n", "\xff\xffab": "\uFFFDab", "12345678": "12345678"} {
		o := keep(text, 8, always(3), Sought{})
		assert.Equal(t, Outcome{Output: want}, o, "%q", text)
	}
	o := keep("123456789", 8, always(3), Sought{})
	assert.Equal(t, "1234\n[… 1 bytes dropped …]\n6789", o.Output)
	assert.EqualValues(t, 1, o.Dropped)
	assert.NotNil(t, o.Found)
}

// A progress bar of a megabyte drives nothing out.
func TestAProgressBarTakesNoRoom(t *testing.T) {
	var b strings.Builder
	b.WriteString("starting\nERROR: disk full\n")
	for i := range 40_000 {
		fmt.Fprintf(&b, "\rcopying %5d of 40000 ...", i)
	}
	b.WriteString("\ndone\n")
	o := keep(b.String(), 4096, always(1000), Sought{})
	assert.Equal(t, "starting\nERROR: disk full\ncopying 39999 of 40000 ...\ndone\n", o.Output)
	assert.EqualValues(t, b.Len()-len(o.Output), o.Dropped)
}

// However much of an output is kept, and in whatever pieces it comes, contains,
// matches, their opposites and fail-on say of it what they say of the whole.
func TestTheBoundDecidesNothing(t *testing.T) {
	patterns := []string{"needle", "^needle$", `^a\s*b$`, `(?s:a.*b)`, `\Aa`, `b\z`, "x{30}", "^$", `a\rb`, "é"}
	texts := []string{"needle", "a\nb", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "a\r\nb\r\n", "é", "\n\n", "\uFFFD"}
	parts := []string{"needle", "a", "b", "\n", "\r\n", "\r", "x", strings.Repeat("x", 35), " ", "é", "\xff", "\n", "\x1b[31m", "nee\x1b[0mdle"}
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		var b strings.Builder
		for range r.IntN(60) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		for _, want := range []hub.ExpectOutput{
			{Contains: hub.Strings{texts[r.IntN(len(texts))]}}, {Matches: hub.Strings{patterns[r.IntN(len(patterns))]}},
			{NotContains: hub.Strings{texts[r.IntN(len(texts))]}, Contains: hub.Strings{texts[r.IntN(len(texts))]}}, {NotMatches: hub.Strings{patterns[r.IntN(len(patterns))]}},
		} {
			var sought Sought
			sought.Texts, sought.Expressions = expect.Sought(want)
			sought.Absent = expect.Absent(want)
			sought.Lines = []*regexp.Regexp{regexp.MustCompile("needle")}
			whole := keep(b.String(), 1<<20, always(10), sought)
			cut := keep(b.String(), 1+r.Int64N(40), func() int { return 1 + r.IntN(9) }, sought)
			check := func(o Outcome) *hub.Error {
				return expect.Check(hub.Expect{Stdout: want}, expect.Printed{Text: o.Output, Dropped: o.Dropped, Found: o.Found})
			}
			require.Equal(t, check(whole), check(cut), "seed %d: %v in %q", seed, want, b.String())
			if cut.Found != nil {
				require.Equal(t, strings.Contains(ansi.Strip(b.String()), "needle"), cut.Lines[0].Found, "seed %d", seed)
			}
		}
	}
}
