package mask

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMasker(t *testing.T) {
	for _, test := range []struct {
		name    string
		secrets []string
		in, out string
	}{
		{"none", nil, "any text", "any text"},
		{"too short", []string{"abcde"}, "abcde", "abcde"},
		{"plain", []string{"secret"}, "a secret, twice: secretsecret.", "a ***, twice: ******."},
		{"longer first", []string{"secret", "secret-key"}, "secret-key secret-kex", "*** ***-kex"},
		{"overlap", []string{"abcdef", "defghi"}, "xabcdefghix", "x***x"},
		{"overlap with itself", []string{"ababab"}, "abababababx", "***x"},
		{"within another", []string{"bcdefg", "abcdefgh"}, "abcdefgh", "***"},
		{"beginning only", []string{"secret-key"}, "secret-ke", "secret-ke"},
		{"cut off and whole", []string{"aabaabaac"}, "aabaabaabaac", "aab***"},
		{"several lines", []string{"line one\nline two"}, "x\nline one\nline two\ny", "x\n***\ny"},
		{"in JSON", []string{"quo\"te\\and\ttab"}, `{"k":"quo\"te\\and\ttab"}`, `{"k":"***"}`},
		{"in a URL", []string{"a b/c+d=é"}, "?k=a+b%2Fc%2Bd%3D%C3%A9&x", "?k=***&x"},
		{"in JSON as ASCII", []string{"pässwörd"}, `"p\u00e4ssw\u00f6rd" "p\u00E4ssw\u00F6rd"`, `"***" "***"`},
		{"slashes escaped", []string{"abc/def"}, `"abc\/def"`, `"***"`},
		{"UTF-16 in Python", []string{"secret"}, `b'\xff\xfes\x00e\x00c\x00r\x00e\x00t\x00'`, `b'\xff\xfe***\x00'`},
		{"without width in JSON", []string{"secret"}, `"s\u200be\u200bc\u200br\u200be\u200bt"`, `"***"`},
		{"without width in Python's bytes", []string{"secret"}, `b's\xe2\x80\x8becret se\xe2\x80\x8bcret'`, `b'*** ***'`},
		{"backspaces in Python", []string{"secret"}, `'sx' 's\x08e\x08cret sec\x08ret'`, `'sx' '*** ***'`},
		{"backspaces in JSON", []string{"secret"}, `"s\be\bcret" "se\bcret"`, `"***" "***"`},
		{"NUL in JSON in JSON", []string{"secret"}, `"\"s\\u0000ecret\" \"sec\\u0000ret\""`, `"\"***\" \"***\""`},
		{"NUL in a URL", []string{"secret"}, `s%00e%00c%00r%00e%00t%00 s%2500ecret`, `***%00 ***`},
		{"in HTML", []string{"secret"}, `s&shy;ecret se&#x200B;cret`, `*** ***`},
		{"hex", []string{"secret"}, "736563726574", "***"},
		{"bytes", []string{"pass\xff\xfeword"}, "a pass\xff\xfeword b", "a *** b"},
		{"nothing to see", []string{"\xff\xfe\x00\x01\x02\x03"}, "a\xff\xfe\x00\x01\x02\x03b", "a\xff\xfe\x00\x01\x02\x03b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.out, Compile(test.secrets).String(test.in))
			for size := 1; size <= 4; size++ {
				var b bytes.Buffer
				m := New(&b, test.secrets)
				for i := 0; i < len(test.in); i += size {
					n, err := m.Write([]byte(test.in[i:min(i+size, len(test.in))]))
					require.NoError(t, err)
					require.Equal(t, min(size, len(test.in)-i), n)
				}
				require.NoError(t, m.Flush())
				require.Equal(t, test.out, b.String(), "in pieces of %d", size)
			}
		})
	}
}

// A text that can be read in very many ways is masked in time proportional to its
// length, and a secret after it is found.
func TestNothingButEscapes(t *testing.T) {
	for _, test := range []struct{ secret, flood string }{
		{`\\abcdefgh`, `\`}, {`a\\\\bcdefgh`, `a\`}, {"++ ++ ++ ++ ab", "+"}, {`abcde\\\\bcdefgh`, `abcde\`},
	} {
		text := strings.Repeat(test.flood, 20_000/len(test.flood))
		p := Compile([]string{test.secret})
		m := &matcher{text: text, final: true, optionsAt: -1}
		for i := range p.needles {
			m.match(&p.needles[i], 0)
			require.LessOrEqual(t, m.readings, 1+mostReadings+readingsEach*len(p.needles[i].text), "%q", test.flood)
		}
		require.NotContains(t, p.String(text[:2000]+" "+test.secret+" "+text[:2000]), test.secret)
	}
}

func TestCut(t *testing.T) {
	p := Compile([]string{"hunter2hunter2hunter2", "secret"})
	for _, test := range []struct{ in, out string }{
		{"hunter2hunter2h", "***"},
		{"x-hunter2hunter", "x-***"},
		{"a secret hunter", "a *** ***"},
		{"abcdefghi-hunte", "abcdefghi-hunte"},
		{"hunter2-and-so", "hunter2-and-so"},
		{"sleep", "sleep"},
	} {
		require.Equal(t, test.out, p.Cut(test.in))
	}
}

// Colours inside a secret are kept, after the mark.
func TestColoursAreKept(t *testing.T) {
	for _, test := range []struct{ in, out string }{
		{"a \x1b[1mse\x1b[0mcret!", "a \x1b[1m***\x1b[0m!"},
		{"s\x1b[1me\x1b[31mc\x1b[38;5;3mret", "***\x1b[1m\x1b[31m\x1b[38;5;3m"},
		{"sec\x1b]0;secret\aret!", "***!"},
		{"sec\x1b[2Kret!", "***!"},
		{"\x1b]0;secret\a", "\x1b]0;***\a"},
		{"\x1b[1mse\x1b[0mcrab\x1b[2m", "\x1b[1mse\x1b[0mcrab\x1b[2m"},
		{"sec\u009b1mret £", "*** £"},
		{"sec\x1b[3", "sec\x1b[3"},
	} {
		p := Compile([]string{"secret"})
		require.Equal(t, test.out, p.String(test.in))
		for seed := range uint64(20) {
			require.Equal(t, test.out, inPieces(t, rand.New(rand.NewPCG(seed, 7)), p, test.in), "%q", test.in)
		}
	}
}

// Ordinary lines, and the frame of a PEM value, are not secrets.
func TestLinesOfAValue(t *testing.T) {
	secret := "-----BEGIN KEY-----\r\n{\r\n  abcdefgh01\r\nshort\r\n==========\r\nlocalhost\r\n9876fedc\\nzyxwvuts\r\n}\r\n"
	require.Equal(t, []string{"abcdefgh01", "9876fedc", "zyxwvuts"}, lines(secret))
	p := Compile([]string{secret})
	for in, out := range map[string]string{
		"> abcdefgh01 <":        "> *** <",
		"-----BEGIN KEY-----":   "-----BEGIN KEY-----",
		"{\n}\nshort\n":         "{\n}\nshort\n",
		"  abcdefgh01\nshort\n": "  ***\nshort\n",
		secret:                  "***\r\n",
		strings.ReplaceAll(secret, "\r\n", "\n    "): "***\n    ",
	} {
		require.Equal(t, out, p.String(in))
	}
}

// Long values are found across line breaks; the end of an ordinary line never waits for
// the next line.
func TestBrokenLines(t *testing.T) {
	p := Compile([]string{"abcdefgh12345678", "qwerty"})
	for in, out := range map[string]string{
		"abcdefgh\n12345678":   "***",
		"abcdefgh1\n  2345678": "***",
		"abc\ndefgh12345678":   "abc\n***",
		"qwe rty qwe\nrty":     "qwe rty qwe\nrty",
	} {
		require.Equal(t, out, p.String(in), "%q", in)
		for size := 1; size < 12; size++ {
			require.Equal(t, out, inPiecesOf(t, p, in, size), "%q in pieces of %d", in, size)
		}
	}
	var b bytes.Buffer
	m := p.Writer(&b)
	_, err := m.Write([]byte("a line that ends in abc\n"))
	require.NoError(t, err)
	require.Equal(t, "a line that ends in abc\n", b.String())
}

func TestWeak(t *testing.T) {
	for value, why := range map[string]string{
		"12345": "fewer than 6", "1 2 3 4 5 ": "fewer than 6", "\x00\x01\x02\x03\x04\x05\x06": "fewer than 6", "true": "fewer than 6",
		"localhost": "common word", "Password": "common word", " secret\n": "common word", "xxxxxxxx": "common word", "******": "common word",
		"123456": "", "hunter2": "", "пароль": "",
	} {
		got := Weak(value)
		require.Equal(t, why == "", got == "", "%q: %s", value, got)
		require.Contains(t, got, why)
	}
	require.True(t, slices.IsSorted(stopList))
	for _, word := range stopList {
		require.GreaterOrEqual(t, len(word), MinLength, word)
	}
}

func TestBase64(t *testing.T) {
	for _, secret := range []string{"secret", "secret1", "secret12", "\xfb\xff\xfe>>>???", "a much longer secret with blanks"} {
		p := Compile([]string{secret})
		for _, before := range []string{"", "u", "us", "user:"} {
			for _, after := range []string{"", "\n", "xy", "xyz"} {
				for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
					text := e.EncodeToString([]byte(before + secret + after))
					got := p.String("Basic " + text + ".")
					require.Contains(t, got, Mark, "%q in %q", secret, text)
					// At most the rest of one byte is left at each end.
					require.LessOrEqual(t, len(got), len("Basic .")+len(Mark)+len(text)-(len(secret)*8-10)/6)
				}
			}
		}
	}
}

// Only a possible beginning of a secret is held back.
func TestHeldBack(t *testing.T) {
	var b bytes.Buffer
	m := New(&b, []string{"secret-key"})
	write := func(text string) string {
		b.Reset()
		_, err := m.Write([]byte(text))
		require.NoError(t, err)
		return b.String()
	}
	require.Equal(t, "password: ", write("password: "))
	require.Equal(t, "a ", write("a secret-"))
	require.Equal(t, "secret-lo", write("lo"))
	require.Equal(t, "", write("secret-k"))
	require.Equal(t, "***", write("ey"))
	require.Equal(t, "", write("se"))
	b.Reset()
	require.NoError(t, m.Flush())
	require.Equal(t, "se", b.String())
	require.Equal(t, "cret-key", write("cret-key"), "a flush ends the stream")
}

func TestMemoryIsBounded(t *testing.T) {
	secret := strings.Repeat("ab", 50)
	var sink counter
	m := New(&sink, []string{secret})
	for range 1000 {
		_, err := m.Write([]byte(strings.Repeat("ab", 500)))
		require.NoError(t, err)
		require.LessOrEqual(t, len(m.held), m.p.mostHeld())
	}
	require.NoError(t, m.Flush())
	require.EqualValues(t, len(Mark), sink, "one unbroken secret")
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

type broken struct{}

var errFull = errors.New("full")

func (broken) Write([]byte) (int, error) { return 0, errFull }

func TestErrors(t *testing.T) {
	for _, secrets := range [][]string{nil, {"secret"}} {
		m := New(broken{}, secrets)
		_, err := m.Write([]byte("some text"))
		require.ErrorIs(t, err, errFull)
	}
	m := New(broken{}, []string{"secret"})
	_, err := m.Write([]byte("sec"))
	require.NoError(t, err)
	require.ErrorIs(t, m.Flush(), errFull)
}

func TestOtherTextIsUntouched(t *testing.T) {
	p := Compile([]string{"!secret!", "another one"})
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		in := make([]byte, r.IntN(5000))
		for i := range in {
			in[i] = "!secrt anoh"[r.IntN(11)]
		}
		text := string(in)
		if strings.Contains(text, "!secret!") || strings.Contains(text, "another one") {
			continue
		}
		require.Equal(t, text, inPieces(t, r, p, text))
	}
}

func randomText(r *rand.Rand, n int) string {
	const ascii = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /+=\"\\<>&%~!'()-_.:;,?@#$\n\t"
	runes := append([]rune(ascii), 'é', '€', '😀', '\u2028')
	var b strings.Builder
	for range n {
		b.WriteRune(runes[r.IntN(len(runes))])
	}
	return b.String()
}

func inPieces(t *testing.T, r *rand.Rand, p *Patterns, text string) string {
	t.Helper()
	var b bytes.Buffer
	m := p.Writer(&b)
	largest := 1 + r.IntN(50)
	for text != "" {
		n := min(len(text), r.IntN(largest+1))
		piece := []byte(text[:n])
		_, err := m.Write(piece)
		require.NoError(t, err)
		for i := range piece {
			piece[i] = 'X' // a Writer must not retain the slice
		}
		text = text[n:]
	}
	require.NoError(t, m.Flush())
	return b.String()
}

func FuzzMasker(f *testing.F) {
	f.Add("secret", "another", "a secret and another", uint8(3))
	f.Add("aaaaaaa", "aaaaaa", "aaaaaaaaaaaaaaaaaaa", uint8(1))
	f.Fuzz(func(t *testing.T, one, two, text string, size uint8) {
		p := Compile([]string{one, two})
		var b bytes.Buffer
		m := p.Writer(&b)
		for i := 0; i < len(text); i += int(size) + 1 {
			_, err := m.Write([]byte(text[i:min(len(text), i+int(size)+1)]))
			require.NoError(t, err)
		}
		require.NoError(t, m.Flush())
		require.Equal(t, p.String(text), b.String())
		for _, secret := range []string{one, two} {
			// A mark next to other text may form a secret that contains one.
			if characters(secret) >= MinLength && !strings.Contains(secret, "*") && !strings.ContainsRune(secret, utf8.RuneError) {
				require.NotContains(t, b.String(), secret)
			}
		}
	})
}

func TestValues(t *testing.T) {
	environ := []string{
		"OPENAI_API_KEY=sk-123456", "HOME=/home/someone", "GITHUB_TOKEN=ghp_abcdef", "MY_TOKEN=short", "EMPTY_TOKEN=",
		"OTHER_TOKEN=ghp_abcdef", "github_token=lower-case", "FILE_TOKEN=from-file\n", "no equals sign", "EQ_TOKEN=a=b=c=d", "A[B=brackets",
	}
	if runtime.GOOS == "windows" { // where names of two cases are one
		environ[6] = "lower=lower-case"
	}
	for _, test := range []struct {
		names []string
		want  []string
	}{
		{nil, nil},
		{[]string{"NOT_SET", "*_NOTHING"}, nil},
		{[]string{"OPENAI_API_KEY"}, []string{"sk-123456"}},
		{[]string{"*_TOKEN"}, []string{"ghp_abcdef", "from-file", "a=b=c=d"}},
		{[]string{"GITHUB_TOKEN", "*_KEY"}, []string{"sk-123456", "ghp_abcdef"}},
		{[]string{"A[B"}, []string{"brackets"}},
		{[]string{"HOM?"}, []string{"/home/someone"}},
		{[]string{"*_KEY", "!OPENAI_*"}, nil},
		{[]string{"!OPENAI_*", "*_KEY"}, []string{"sk-123456"}},
		{[]string{"*", "!*", "HOME"}, []string{"/home/someone"}},
		{[]string{"!HOME"}, nil},
	} {
		assert.Equal(t, test.want, Values(test.names, environ), test.names)
	}
	assert.Len(t, Values([]string{"*"}, environ), 7)
}

// On Windows names of variables are case-insensitive.
func TestNamedAsTheSystemCompares(t *testing.T) {
	names := []string{"*_TOKEN", "Password", "!public_*"}
	for name, want := range map[string][2]bool{
		"API_TOKEN": {true, true}, "Api_Token": {false, true}, "PASSWORD": {false, true}, "Password": {true, true},
		"public_TOKEN": {false, false}, "PUBLIC_TOKEN": {true, false}, "OTHER": {false, false},
	} {
		assert.Equal(t, want, [2]bool{named("linux", names, name), named("windows", names, name)}, name)
	}
}
