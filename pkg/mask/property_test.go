package mask

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// asPrinted lists the ways in which programs print a value.
var asPrinted = map[string]func(string) string{
	"itself":  func(s string) string { return s },
	"CRLF":    func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"indent":  func(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") },
	"by line": func(s string) string { return "1: " + strings.ReplaceAll(s, "\n", "\nnext: ") },
	"JSON":    inJSON,
	"JSON, HTML kept": func(s string) string {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(s)
		return b.String()
	},
	"JSON in JSON":         func(s string) string { return inJSON(inJSON(s)) },
	"JSON in JSON in JSON": func(s string) string { return inJSON(inJSON(inJSON(s))) },
	"JSON, ASCII":          strconv.QuoteToASCII,
	"JSON, slashes":        func(s string) string { return strings.ReplaceAll(inJSON(s), "/", `\/`) },
	"JSON, all escaped":    func(s string) string { return units(s, `\u%04x`) },
	"Go":                   strconv.Quote,
	"base64":               func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64url":            func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"base64 of 64":         func(s string) string { return wrapped(base64.StdEncoding.EncodeToString([]byte(s)), 64, "\n") },
	"base64 of 76":         func(s string) string { return wrapped(base64.StdEncoding.EncodeToString([]byte(s)), 76, "\r\n") },
	"base64url of 76":      func(s string) string { return wrapped(base64.URLEncoding.EncodeToString([]byte(s)), 76, "\n  ") },
	"base64 of user":       func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s + "@")) },
	"base64 of 64, user": func(s string) string {
		return wrapped(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", 40)+s)), 64, "\n")
	},
	"base64 in JSON":       func(s string) string { return inJSON(wrapped(base64.StdEncoding.EncodeToString([]byte(s)), 64, "\n")) },
	"base64 in a URL":      func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	"query":                url.QueryEscape,
	"path":                 url.PathEscape,
	"query, lower case":    func(s string) string { return lowerPercent(url.QueryEscape(s)) },
	"query of a query":     func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"all percent":          func(s string) string { return each(s, "%%%02X") },
	"all percent, lower":   func(s string) string { return each(s, "%%%02x") },
	"hex":                  func(s string) string { return hex.EncodeToString([]byte(s)) },
	"HEX":                  func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
	"hex with colons":      func(s string) string { return strings.TrimSuffix(each(s, "%02x:"), ":") },
	"HEX with dashes":      func(s string) string { return each(s, "%02X-") },
	"hex with blanks":      func(s string) string { return each(s, "%02x ") },
	"hex list":             func(s string) string { return each(s, "0x%02x, ") },
	"hex of Go":            func(s string) string { return "[]byte{" + each(s, "0x%02x,") + "}" },
	"hex in groups":        func(s string) string { return wrapped(hex.EncodeToString([]byte(s)), 4, " ") },
	"hex in lines":         func(s string) string { return wrapped(hex.EncodeToString([]byte(s)), 60, "\n") },
	"bytes of Go":          func(s string) string { return fmt.Sprint([]byte(s)) },
	"bytes of Node":        func(s string) string { return strings.ReplaceAll(fmt.Sprint([]byte(s)), " ", ",") },
	"HTML":                 html.EscapeString,
	"HTML of HTML":         func(s string) string { return html.EscapeString(html.EscapeString(s)) },
	"HTML, named":          func(s string) string { return named5.Replace(s) },
	"HTML, decimal":        func(s string) string { return runes(s, "&#%d;") },
	"HTML, hexadecimal":    func(s string) string { return runes(s, "&#x%X;") },
	"XML of Go":            func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "&#xA;") },
	"set -x":               func(s string) string { return "+ echo '" + strings.ReplaceAll(s, "'", `'\''`) + "'" },
	"shell, double quotes": func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'"'"'`) + "'" },
	"set -x, $'…'": func(s string) string {
		return "+ echo $'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\t", `\t`).Replace(s) + "'"
	},
	"printf %q": func(s string) string {
		return escapeIf(s, ` !"#$&'()*,;<=>?[\]^{|}`+"`~")
	},
	"Python": func(s string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + "'"
	},
	"Python, bytes": func(s string) string { return "b'" + pythonBytes(s) + "'" },
	"Python, ascii": func(s string) string { return "'" + pythonASCII(s) + "'" },
	"PHP, single":   func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'" },
	"PHP, double": func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
	},
	"octal":       func(s string) string { return each(s, `\%03o`) },
	"hex escapes": func(s string) string { return each(s, `\x%02x`) },
	"braces":      func(s string) string { return runes(s, `\u{%x}`) },
	"CSV":         func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` },
	"SQL":         func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" },
	"UTF-16LE":    func(s string) string { return wideText(binary.LittleEndian, s) },
	"UTF-16BE":    func(s string) string { return wideText(binary.BigEndian, s) },
}

var named5 = strings.NewReplacer("+", "&plus;", "/", "&sol;", "=", "&equals;", "&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "@", "&commat;", "!", "&excl;", ":", "&colon;", "é", "&eacute;", "_", "&lowbar;")

func inJSON(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

func wrapped(s string, width int, end string) string {
	var b strings.Builder
	for len(s) > width {
		b.WriteString(s[:width] + end)
		s = s[width:]
	}
	return b.String() + s
}

func each(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func runes(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func units(s, format string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, format, u)
	}
	return b.String()
}

func lowerPercent(s string) string {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '%' {
			s = s[:i] + strings.ToLower(s[i:i+3]) + s[i+3:]
		}
	}
	return s
}

func escapeIf(s, special string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func pythonBytes(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\', c == '\'':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func pythonASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			b.WriteString(pythonBytes(string(r)))
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

func wideText(order binary.AppendByteOrder, s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

// separators are sequences that some reader drops.
var separators = []string{
	"", "\x00", "\a", "\b", "\v", "\f", "\r", "\x0e", "\x0f", "\x1a", "\x1b", "\x7f", "\u0080", "\u0085", "\u009f",
	"\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2028", "\u2029", "\u2060", "\u2066", "\u2069",
	"\ufe0f", "\ufeff", "\U000e0041", "\U000e0100", "\u00a0", "\u3000", "\ue000", "\xff", "\x80", "\xc2", "\xe2\x80", "\ufffd",
	"\x1b[1m", "\x1b[38;2;255;100;10m", "\x1b[0K", "\x1b(B", "\x1b]0;title\a", "\x1b]8;;http://x\x1b\\", "\u009b1m", "\x1b[1m\x00\u200b\x7f",
}

var propertySecrets = []string{
	"hunter2secret99", "sk-proj-AbCdEf0123456789/+=_xyz", `P@"ss'w\0rd!`, "$ecret & <more>", "pässwörd-日本語🔑x", "пароль-секрет", "correct horse battery staple",
	"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\n-----END PRIVATE KEY-----",
	"{\n  \"client\": \"a1b2c3d4\",\n  \"key\": \"zyxw/9876+vut\"\n}",
}

// between inserts a separator between all characters of a text.
func between(text, separator string) string {
	if separator == "" {
		return text
	}
	var b strings.Builder
	for i, c := range []byte(text) {
		// Inside a character it would change the secret.
		if i > 0 && utf8.RuneStart(c) {
			b.WriteString(separator)
		}
		b.WriteByte(c)
	}
	return b.String()
}

// bare returns a text without terminal sequences and non-printing characters.
func bare(text string) string {
	for _, s := range separators {
		if len(s) > 1 && (s[0] == '\x1b' || strings.HasPrefix(s, "\u009b")) {
			text = strings.ReplaceAll(text, s, "")
		}
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError || classOf(r) == dropped {
			return -1
		}
		return r
	}, text)
}

// A masked text must show fewer consecutive characters of a value than this, in any
// spelling, for any reader.
const mostShown = 12

// ordinary is what a text may show: the frame of a key, and the text that the printers
// put around values.
const ordinary = "1: -----BEGIN PRIVATE KEY-----next: -----END PRIVATE KEY----- 1: {next:     next: } []byte{dXV1"

func leftOf(out, printed, secret string) string {
	out = bare(out)
	for _, whole := range append(lines(secret), secret) {
		if strings.Contains(out, bare(whole)) {
			return whole
		}
	}
	printed = strings.Trim(bare(printed), `"'`)
	for i := 0; i+mostShown <= len(printed); i++ {
		if piece := printed[i : i+mostShown]; strings.Contains(out, piece) && !strings.Contains(ordinary, piece) && !strings.Contains(piece, "1dXV1") {
			return piece
		}
	}
	return ""
}

// TestEverySpellingOfEverySecret checks that no secret and no line of one is left, in
// any spelling, with any separator between its characters, and in any pieces.
func TestEverySpellingOfEverySecret(t *testing.T) {
	t.Parallel()
	for i, secret := range propertySecrets {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(i), 5))
			p := Compile([]string{secret})
			for _, name := range slices.Sorted(maps.Keys(asPrinted)) {
				printed := asPrinted[name](secret)
				for k, separator := range separators {
					// All combinations for the first secret, a sample for the others.
					if i > 0 && k > 0 && r.IntN(30) > 0 {
						continue
					}
					in := "the key is " + between(printed, separator) + " and that is it\n"
					sizes := []int{len(in)}
					if r.IntN(8) == 0 {
						sizes = append(sizes, 1+r.IntN(40))
					}
					whole := p.String(in)
					for _, size := range sizes {
						out := inPiecesOf(t, p, in, size)
						if !strings.ContainsAny(separator, "\x1b\u009b") { // an incomplete sequence does not count
							require.Equal(t, whole, out, "%s with %q in pieces of %d", name, separator, size)
						}
						if left := leftOf(out, printed, secret); left != "" {
							t.Errorf("%s with %q in pieces of %d: %q is left of %q: %q", name, separator, size, left, secret, out)
							break
						}
						require.True(t, strings.HasPrefix(out, "the key is ") && strings.HasSuffix(out, " and that is it\n"), "%s: %q", name, out)
					}
				}
			}
		})
	}
}

func inPiecesOf(t *testing.T, p *Patterns, text string, size int) string {
	var b bytes.Buffer
	m := p.Writer(&b)
	for text != "" {
		n := min(size, len(text))
		_, err := m.Write([]byte(text[:n]))
		require.NoError(t, err)
		text = text[n:]
	}
	require.NoError(t, m.Flush())
	return b.String()
}
