package mask

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

// maxEncodedLines bounds of how many lines of one value the encodings are
// searched as well.
const maxEncodedLines = 100

// needles returns everything that is searched for one secret.
func needles(secret string) []needle {
	if characters(secret) < MinLength {
		return nil
	}
	out := encodings(secret)
	for i, line := range lines(secret) {
		if i < maxEncodedLines {
			out = append(out, encodings(line)...)
		} else {
			out = append(out, plain(line))
		}
	}
	return out
}

// characters is how many characters of a value print, white space apart.
func characters(value string) int {
	count := 0
	for value != "" {
		size, kind := class(value)
		if kind == printing {
			count++
		}
		value = value[size:]
	}
	return count
}

// lineEnds is what lines of a value end in, also where a program has still to
// make line ends of it.
var lineEnds = strings.NewReplacer("\r", "\n", `\r\n`, "\n", `\n`, "\n")

// frame is a line that does not tell one value from another. It is made when it is
// needed: most starts of hub have no value of several lines.
var frame = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(-+(BEGIN|END) [A-Za-z0-9 ]+-+|[^\pL\pN]*)$`)
})

// lines returns the lines of a value that are values of their own; none if it
// has one line.
func lines(secret string) []string {
	parts := strings.Split(lineEnds.Replace(secret), "\n")
	if len(parts) == 1 {
		return nil
	}
	var out []string
	for _, line := range parts {
		line = strings.TrimSpace(line)
		if characters(line) >= MinLine && !frame().MatchString(line) && !stopped(line) {
			out = append(out, line)
		}
	}
	return out
}

// plain is the needle of a value as it is, each of whose characters a program may
// spell in its own way.
func plain(value string) needle {
	n := newNeedle(value)
	n.escaped = everything
	return n
}

// encoded is the needle of a text in base64. It is nobody's words, so that white
// space in it is a break in a line.
func encoded(text string) needle {
	n := newNeedle(text)
	n.loose, n.escaped = true, punctuation
	return n
}

// listed is the needle of numbers with blanks between them, which may be missing.
func listed(numbers string) needle {
	n := newNeedle(numbers)
	n.loose, n.listed = true, true
	return n
}

// encodings returns the value and what programs encode it to.
func encodings(value string) []needle {
	out := []needle{plain(value)}
	// A line end behind a value that was not trimmed is no part of it.
	value = strings.TrimSpace(value)
	// Programs end lines in either way.
	texts := []string{value}
	if unix := strings.ReplaceAll(value, "\r\n", "\n"); strings.Contains(unix, "\n") {
		texts = []string{unix, strings.ReplaceAll(unix, "\n", "\r\n")}
	}
	for _, text := range texts {
		for _, core := range base64Cores(text) {
			out = append(out, encoded(core))
		}
		digits := hex.EncodeToString([]byte(text))
		out = append(out, listed(parted(digits)), listed(parted(strings.ToUpper(digits))))
		decimal := make([]byte, 0, 4*len(text))
		for i := range len(text) {
			decimal = append(strconv.AppendInt(decimal, int64(text[i]), 10), ' ')
		}
		out = append(out, listed(string(decimal)))
		out = append(out, wide(text)...)
	}
	return out
}

// parted puts a blank between the bytes that digits are of.
func parted(digits string) string {
	var b strings.Builder
	b.Grow(len(digits) + len(digits)/2)
	for i := 0; i < len(digits); i += 2 {
		b.WriteString(digits[i : i+2])
		b.WriteByte(' ')
	}
	return b.String()
}

// base64Cores returns what base64 text has in it that holds the value at each of
// the three places it may start at within a group of three bytes. Characters
// that also depend on what is before or after the value are left out.
func base64Cores(value string) []string {
	var out []string
	for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := alphabet.EncodeToString([]byte("\x00\x00"[:before] + value))
			first := (before*8 + 5) / 6
			last := (before + len(value)) * 8 / 6
			out = append(out, text[first:last])
		}
	}
	return out
}

// wide returns the forms in UTF-16; of ASCII that is the text itself, for the
// search passes over NUL.
func wide(value string) []needle {
	units := utf16.Encode([]rune(value))
	if len(units) == len(value) {
		return nil
	}
	var out []needle
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var text []byte
		for _, unit := range units {
			text = order.AppendUint16(text, unit)
		}
		if n := newNeedle(string(text)); len(n.text) >= MinLength {
			out = append(out, n)
		}
	}
	return out
}
