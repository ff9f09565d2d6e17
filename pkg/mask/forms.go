package mask

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MinLength is the length in bytes from which on a value is hidden: shorter
// ones occur in any text.
const MinLength = 6

// forms lists what each secret may look like, sorted, without doubles.
func forms(secrets []string) []string {
	// Base64 within a URL, or within JSON of an encoder that escapes slashes.
	within := []*strings.Replacer{
		strings.NewReplacer("+", "%2B", "/", "%2F"), strings.NewReplacer("+", "%2b", "/", "%2f"),
		strings.NewReplacer("+", "%2B"), strings.NewReplacer("+", "%2b"), strings.NewReplacer("/", `\/`),
	}
	var out []string
	for _, secret := range secrets {
		if len(secret) < MinLength {
			continue
		}
		out = append(out, secret, hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))))
		out = append(out, percent(secret)...)
		out = append(out, escapes(secret)...)
		for _, core := range base64Cores(secret) {
			out = append(out, core)
			for _, r := range within {
				out = append(out, r.Replace(core))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// base64Cores returns what base64 text has in it that holds the secret at
// each of the three places it may start at within a group of three bytes.
// Characters that also depend on what stands before or after the secret are
// left out.
func base64Cores(secret string) []string {
	var out []string
	for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := alphabet.EncodeToString([]byte("\x00\x00"[:before] + secret))
			first := (before*8 + 5) / 6
			last := (before + len(secret)) * 8 / 6
			out = append(out, text[first:last])
		}
	}
	return out
}

// percent returns the percent-encodings, which differ in what they leave as it
// is: RFC 3986, JavaScript's two functions, Python's quote, Go's PathEscape,
// everything encoded; forms with + for a blank; upper and lower case digits.
func percent(secret string) []string {
	var out []string
	for _, kept := range []string{"-_.~", "-_.~!'()*", "-_.~!'()*;/?:@&=+$,#", "-_.~/", "-_.~$&+=:@", "-_.*", "-_.", "-_.!~*'():@/?$,;"} {
		for _, format := range []string{"%%%02X", "%%%02x"} {
			plain := encode(secret, kept, format)
			out = append(out, plain, strings.ReplaceAll(plain, "%20", "+"))
		}
	}
	out = append(out, encodeAll(secret, "%%%02X"), encodeAll(secret, "%%%02x"))
	return out
}

func encode(secret, kept, format string) string {
	var b strings.Builder
	for _, c := range []byte(secret) {
		alnum := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if alnum || strings.IndexByte(kept, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, format, c)
		}
	}
	return b.String()
}

func encodeAll(secret, format string) string {
	var b strings.Builder
	for _, c := range []byte(secret) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// escapes returns the JSON forms, which differ in whether they escape slashes,
// the characters of HTML, and what is not ASCII.
func escapes(secret string) []string {
	var out []string
	for _, special := range []string{"", "/", "<>&", "<>&/", "<>&'", "<>&'/", "<>&'+"} {
		for _, ascii := range []bool{false, true} {
			for _, format := range []string{`\u%04x`, `\u%04X`} {
				out = append(out, escape(secret, special, ascii, format))
			}
		}
	}
	return out
}

func escape(secret, special string, ascii bool, format string) string {
	var b strings.Builder
	for i, r := range secret {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(secret[i:]); n == 1 {
				fmt.Fprintf(&b, format, 0xFFFD)
				continue
			}
		}
		switch {
		case strings.ContainsRune(`"\`, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '/' && strings.Contains(special, "/"):
			b.WriteString(`\/`)
		case strings.IndexByte("\b\f\n\r\t", byte(r)) >= 0 && r < ' ':
			b.WriteByte('\\')
			b.WriteByte("bfnrt"[strings.IndexByte("\b\f\n\r\t", byte(r))])
		case r < ' ', r == 0x2028, r == 0x2029, r < 0x7f && strings.ContainsRune(special, r), r > 0x7f && ascii:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, format, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
