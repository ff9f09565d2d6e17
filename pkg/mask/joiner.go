package mask

import (
	"bytes"
	"io"
	"sort"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// maxOpen bounds what a [joiner] holds back for a sequence that may go on.
const maxOpen = 4 << 10

// joiner hides the secrets that terminal sequences (colours, titles, cursor
// moves) interrupt, which a terminal shows in one piece all the same. The
// sequences themselves are kept: those within a secret stand behind its mark.
//
// It stands behind a [Masker], which has hidden what is in one piece, in
// sequences too, and which never lets go of the beginning of a secret before it
// has seen what follows. So text without sequences is passed on as it is. Held
// back is what may begin a secret, and a sequence that has not come to its end,
// maxOpen and a few times the longest pattern at most: what is longer is taken
// as it stands.
type joiner struct {
	p    *Patterns
	w    io.Writer
	held []byte
	bare []byte // held without its sequences
	gaps []gap
	out  []byte
}

// gap is a sequence that was taken out: it stood before the byte bare of what
// is left, and at raw to end of the whole.
type gap struct{ bare, raw, end int }

func (j *joiner) Write(data []byte) (int, error) {
	if len(j.held) == 0 && bytes.IndexByte(data, 0x1b) < 0 && bytes.IndexByte(data, 0xc2) < 0 {
		return j.w.Write(data)
	}
	j.held = append(j.held, data...)
	return len(data), j.pass(len(j.held) > maxOpen+4*j.p.longest)
}

// Flush passes on what was held back.
func (j *joiner) Flush() error {
	if len(j.held) == 0 {
		return nil
	}
	return j.pass(true)
}

// pass writes what is decided, masked, and holds back the rest; all: there is
// no rest.
func (j *joiner) pass(all bool) error {
	whole := j.split(all)
	limit := len(j.bare)
	if !all {
		limit = j.p.undecided(j.bare)
	}
	j.out = j.out[:0]
	done := 0
	for from := 0; ; {
		start, end := j.secret(from, limit)
		if start == end {
			break
		}
		if end > limit { // what overlaps it may still come
			limit = start
			break
		}
		j.out = append(append(j.out, j.held[done:j.raw(start)]...), Mark...)
		for _, g := range j.gaps {
			if g.bare > start && g.bare < end {
				j.out = append(j.out, j.held[g.raw:g.end]...)
			}
		}
		done, from = j.raw(end-1)+1, end
	}
	if limit < len(j.bare) {
		whole = j.raw(limit)
	}
	j.out = append(j.out, j.held[done:whole]...)
	var err error
	if len(j.out) > 0 {
		_, err = j.w.Write(j.out)
	}
	j.held = append(j.held[:0], j.held[whole:]...)
	if cap(j.out) > 1<<20 {
		j.held, j.out, j.bare = bytes.Clone(j.held), nil, nil // one huge write must not stay
	}
	return err
}

// split takes the sequences out of what is held, and returns how much of that is
// no sequence that may go on.
func (j *joiner) split(all bool) (whole int) {
	j.bare, j.gaps = j.bare[:0], j.gaps[:0]
	text := string(j.held)
	for at := 0; ; {
		start, end, open := ansi.Next(text[at:])
		j.bare = append(j.bare, text[at:at+start]...)
		if start == end || open && !all {
			return at + start
		}
		j.gaps = append(j.gaps, gap{len(j.bare), at + start, at + end})
		at += end
	}
}

// secret finds the next secret that begins before limit, with all that overlap
// it; start is end when there is none.
func (j *joiner) secret(from, limit int) (start, end int) {
	start, length := j.p.find(j.bare, from, limit)
	end = start + length
	for at := start; length > 0; {
		at, length = j.p.find(j.bare, at+1, min(limit, end))
		if length > 0 {
			end = max(end, at+length)
		}
	}
	return start, end
}

// raw is where a byte of bare stands in what is held.
func (j *joiner) raw(at int) int {
	n := sort.Search(len(j.gaps), func(i int) bool { return j.gaps[i].bare > at })
	if n == 0 {
		return at
	}
	g := j.gaps[n-1]
	return g.end + at - g.bare
}
