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

// maxEncodedLines bounds the lines of one value that are also searched in encodings.
const maxEncodedLines = 100

// needles returns the needles of one secret.
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

// characters counts the printing characters of a value other than whitespace.
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

// lineEnds normalizes the line ends of a value, including escaped ones.
var lineEnds = strings.NewReplacer("\r", "\n", `\r\n`, "\n", `\n`, "\n")

// frame matches lines that are the same in many values. It is compiled on demand, since
// most commands have no multi-line value.
var frame = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(-+(BEGIN|END) [A-Za-z0-9 ]+-+|[^\pL\pN]*)$`)
})

// lines returns the lines of a multi-line value that are values themselves; nil for a
// value of one line.
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

// plain returns the needle of a value whose characters may all be escaped.
func plain(value string) needle {
	n := newNeedle(value)
	n.escaped = everything
	return n
}

// encoded returns the needle of a base64 text, in which whitespace is always a line
// break.
func encoded(text string) needle {
	n := newNeedle(text)
	n.loose, n.escaped = true, punctuation
	return n
}

// listed returns the needle of numbers separated by optional blanks.
func listed(numbers string) needle {
	n := newNeedle(numbers)
	n.loose, n.listed = true, true
	return n
}

// encodings returns the needles of the value and of its encodings.
func encodings(value string) []needle {
	out := []needle{plain(value)}
	value = strings.TrimSpace(value)
	// Programs write either kind of line end.
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

// parted inserts a blank after every two hexadecimal digits.
func parted(digits string) string {
	var b strings.Builder
	b.Grow(len(digits) + len(digits)/2)
	for i := 0; i < len(digits); i += 2 {
		b.WriteString(digits[i : i+2])
		b.WriteByte(' ')
	}
	return b.String()
}

// base64Cores returns the part of the base64 text that depends on the value alone, for
// each of its three possible offsets within a group of three bytes.
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

// wide returns the needles in UTF-16. ASCII needs none, since the search skips NUL.
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
