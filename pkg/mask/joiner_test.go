package mask

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

func TestInterruptedSecrets(t *testing.T) {
	for _, test := range []struct {
		name    string
		secrets []string
		in, out string
	}{
		{"colour", []string{"secret"}, "a \x1b[1mse\x1b[0mcret!", "a \x1b[1m***\x1b[0m!"},
		{"each letter", []string{"secret"}, "s\x1b[1me\x1b[2mc\x1b[3mr\x1b[4me\x1b[5mt", "***\x1b[1m\x1b[2m\x1b[3m\x1b[4m\x1b[5m"},
		{"none", []string{"secret"}, "\x1b[1mse\x1b[0mcrete\x1b[2m", "\x1b[1m***\x1b[0me\x1b[2m"},
		{"not one", []string{"secret"}, "\x1b[1mse\x1b[0mcrab\x1b[2m", "\x1b[1mse\x1b[0mcrab\x1b[2m"},
		{"title", []string{"secret"}, "sec\x1b]0;secret\aret", "***\x1b]0;***\a"},
		{"overlap", []string{"abcdef", "defghi"}, "abc\x1b[mdef\x1b[0mghi", "***\x1b[m\x1b[0m"},
		{"two in a row", []string{"secret"}, "sec\x1b[mretse\x1b[0mcret", "***\x1b[m***\x1b[0m"},
		{"C1", []string{"secret"}, "sec\u009b1mret £", "***\u009b1m £"},
		{"cut off", []string{"secret"}, "sec\x1b[3", "sec\x1b[3"},
		{"secret with a sequence", []string{"sec\x1b[mret", "other!"}, "sec\x1b[mret oth\x1b[mer!", "*** oth\x1b[mer!"},
		{"bytes", []string{"\xff\xfe\x00\x01\x02\x03"}, "\xff\xfe\x1b[m\x00\x01\x02\x03\xc2", "***\x1b[m\xc2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := Compile(test.secrets)
			require.Equal(t, test.out, p.String(test.in))
			for seed := range uint64(40) {
				require.Equal(t, test.out, inPieces(t, rand.New(rand.NewPCG(seed, 7)), p, test.in))
			}
		})
	}
}

// No secret can be read on a terminal, whatever sequences stand in it and in
// which pieces it comes; the sequences all stay, and text without a secret.
func TestNoInterruptedSecretSurvives(t *testing.T) {
	sequences := []string{"\x1b[1m", "\x1b[0m", "\x1b[38;5;1m", "\x1b]0;title\a", "\x1b]8;;http://x\x1b\\", "\x1b(B", "\x1bc", "\u009b2K", "\x1bPq#1\x1b\\"}
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 3))
		secrets := []string{"secret-one!", "secret-two!"}
		var in, removed strings.Builder
		put := func(text string) {
			for _, c := range []byte(text) {
				if r.IntN(4) == 0 {
					s := sequences[r.IntN(len(sequences))]
					in.WriteString(s)
					removed.WriteString(s)
				}
				in.WriteByte(c)
			}
		}
		for range r.IntN(12) {
			put("secrt-onw! "[:r.IntN(11)])
			put(secrets[r.IntN(len(secrets))])
		}
		p := Compile(secrets)
		out := inPieces(t, r, p, in.String())
		require.Equal(t, p.String(in.String()), out, "seed %d: pieces make no difference", seed)
		shown := ansi.Strip(out)
		for _, s := range secrets {
			require.NotContains(t, shown, s, "seed %d", seed)
		}
		require.Equal(t, p.String(ansi.Strip(in.String())), shown, "seed %d: nothing else is changed", seed)
		var kept strings.Builder
		for at := 0; at < len(out); {
			start, end, _ := ansi.Next(out[at:])
			kept.WriteString(out[at+start : at+end])
			at += max(end, 1)
		}
		require.Equal(t, removed.String(), kept.String(), "seed %d", seed)
	}
}

// What is held back is bounded, also by a sequence that never ends.
func TestJoinerIsBounded(t *testing.T) {
	p := Compile([]string{"secret"})
	var b bytes.Buffer
	m := p.Writer(&b)
	_, err := m.Write([]byte("\x1bP"))
	require.NoError(t, err)
	for range 200 {
		_, err := m.Write(bytes.Repeat([]byte("q"), 100))
		require.NoError(t, err)
		require.LessOrEqual(t, len(m.joiner.held), maxOpen+4*p.longest+100)
	}
	assert.Greater(t, b.Len(), 10_000, "it is passed on")
	require.NoError(t, m.Flush())
	assert.Equal(t, 2+20_000, b.Len())

	b.Reset()
	for range 3000 {
		_, err := m.Write([]byte("ab\x1b[1m"))
		require.NoError(t, err)
		require.Less(t, len(m.joiner.held), 20)
	}
}

// What is whole is shown at once: a prompt is not held back for its colours.
func TestJoinerHoldsNoLongerThanNeeded(t *testing.T) {
	var b bytes.Buffer
	m := Compile([]string{"secret"}).Writer(&b)
	for _, step := range []struct{ in, shown string }{
		{"\x1b[32mname?\x1b[0m ", "\x1b[32mname?\x1b[0m "},
		{"\x1b[3", ""},
		{"1mx", "\x1b[31mx"},
		{"plain", "plain"},
		{"£", "£"},
	} {
		b.Reset()
		_, err := m.Write([]byte(step.in))
		require.NoError(t, err)
		assert.Equal(t, step.shown, b.String(), "%q", step.in)
	}
}

func BenchmarkColours(b *testing.B) {
	chunk := []byte(strings.Repeat("\x1b[2m12:00:01\x1b[0m \x1b[32mINFO\x1b[0m request done status=200 path=/api/v1/items took=12ms\n", 900))[:64<<10]
	var sink counter
	m := New(&sink, []string{"sk-0123456789abcdef"})
	b.SetBytes(int64(len(chunk)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Write(chunk); err != nil {
			b.Fatal(err)
		}
	}
}
