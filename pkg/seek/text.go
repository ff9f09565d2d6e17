package seek

import (
	"bytes"
	"unicode/utf8"
)

// valid makes valid UTF-8 of a stream, as strings.ToValidUTF8 does of a whole.
type valid struct {
	held []byte // the begin of a character
	bad  bool   // U+FFFD was written, and nothing since
	out  []byte
}

// next is what is known of the text now; last: nothing follows. What it returns
// holds until the next call.
func (v *valid) next(p []byte, last bool) []byte {
	if len(v.held) == 0 && utf8.Valid(p) {
		v.bad = v.bad && len(p) == 0
		return p
	}
	all := append(v.held, p...)
	v.out = v.out[:0]
	i := 0
	for i < len(all) {
		if c := all[i]; c < utf8.RuneSelf {
			v.out, v.bad = append(v.out, c), false
			i++
			continue
		}
		if !last && !utf8.FullRune(all[i:]) {
			break
		}
		r, n := utf8.DecodeRune(all[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			v.out, v.bad = append(v.out, all[i:i+n]...), false
		case !v.bad:
			v.out, v.bad = append(v.out, "\uFFFD"...), true
		}
		i += n
	}
	v.held = append(v.held[:0], all[i:]...)
	return v.out
}

// lineEnds makes line feeds of CRLF, and of every other carriage return too when
// it is bare.
type lineEnds struct {
	bare bool
	held bool // a carriage return, of which is not known what follows
	out  []byte
}

func (l *lineEnds) next(p []byte, last bool) []byte {
	if !l.held && bytes.IndexByte(p, '\r') < 0 {
		return p
	}
	l.out = l.out[:0]
	for _, c := range p {
		if l.held && c != '\n' {
			l.out = append(l.out, l.alone())
		}
		l.held = c == '\r'
		if !l.held {
			l.out = append(l.out, c)
		}
	}
	if l.held && last {
		l.out, l.held = append(l.out, l.alone()), false
	}
	return l.out
}

// alone is what becomes of a carriage return that no line feed follows.
func (l *lineEnds) alone() byte {
	if l.bare {
		return '\n'
	}
	return '\r'
}
