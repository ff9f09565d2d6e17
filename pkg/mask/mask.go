package mask

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Mark stands where a secret was.
const Mark = "***"

// Patterns is what a set of secrets may look like. It may be used by several
// goroutines at a time. The zero value hides nothing.
type Patterns struct {
	sorted  []string
	longest int
	joins   bool // no pattern has a terminal sequence of its own

	// A search of the Wu-Manber kind: two bytes at the end of a window of the
	// shortest pattern's length say how far the window can move, most often by
	// all of its length.
	window int
	shift  []uint8             // by two bytes; 0: a pattern's window may end here
	starts map[uint16][]string // the patterns whose window ends so
	first  []uint64            // bit set of the two bytes that a pattern begins with
	single [4]uint64           // of the one byte
}

// Compile prepares the search for secrets. Those shorter than [MinLength] are
// passed over.
func Compile(secrets []string) *Patterns {
	p := &Patterns{sorted: forms(secrets)}
	if len(p.sorted) == 0 {
		return p
	}
	p.joins = !slices.ContainsFunc(p.sorted, func(s string) bool { return strings.Contains(s, "\x1b") || ansi.In(s) })
	p.window = len(p.sorted[0])
	for _, s := range p.sorted {
		p.window = min(p.window, len(s), 255)
		p.longest = max(p.longest, len(s))
	}
	p.shift = make([]uint8, 1<<16)
	for i := range p.shift {
		p.shift[i] = uint8(p.window - 1)
	}
	p.starts = map[uint16][]string{}
	p.first = make([]uint64, 1<<16/64)
	for _, s := range p.sorted {
		for end := 2; end <= p.window; end++ {
			b := pair(s[end-2], s[end-1])
			p.shift[b] = min(p.shift[b], uint8(p.window-end))
		}
		b := pair(s[p.window-2], s[p.window-1])
		p.starts[b] = append(p.starts[b], s)
		b = pair(s[0], s[1])
		p.first[b/64] |= 1 << (b % 64)
		p.single[s[0]/64] |= 1 << (s[0] % 64)
	}
	return p
}

func pair(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) }

// String returns text with its secrets hidden.
func (p *Patterns) String(text string) string {
	if len(p.sorted) == 0 {
		return text
	}
	var b strings.Builder
	m := p.Writer(&b)
	// A strings.Builder takes everything.
	_, _ = m.Write([]byte(text))
	_ = m.Flush()
	return b.String()
}

// Writer returns a Masker that hides the secrets from w.
func (p *Patterns) Writer(w io.Writer) *Masker {
	m := &Masker{p: p, w: w}
	if p.joins {
		m.joiner = &joiner{p: p, w: w}
		m.w = m.joiner
	}
	return m
}

// New returns a Masker that hides secrets from w. To mask many streams, use
// [Compile] once.
func New(w io.Writer, secrets []string) *Masker { return Compile(secrets).Writer(w) }

// Masker is an io.Writer that passes on what is written to it with every
// secret replaced by [Mark]; secrets that overlap become one. It holds back
// what may be the beginning of a secret, which is less than the longest
// pattern: call Flush at the end. A secret that terminal sequences interrupt is
// one as well; for those a little more may be held back.
type Masker struct {
	p       *Patterns
	w       io.Writer
	held    []byte // may begin a secret
	covered int    // so many bytes of held belong to a secret already masked
	out     []byte
	joiner  *joiner // w; nil where there is nothing to join
}

// Write takes all of data. It fails only when the underlying writer does.
func (m *Masker) Write(data []byte) (int, error) {
	if len(m.p.sorted) == 0 {
		n, err := m.w.Write(data)
		if err != nil {
			err = fmt.Errorf("writing masked output: %w", err)
		}
		return n, err
	}
	all := data
	if len(m.held) > 0 {
		m.held = append(m.held, data...)
		all = m.held
	}
	if err := m.pass(all, m.p.undecided(all)); err != nil {
		return 0, err
	}
	return len(data), nil
}

// Flush passes on what was held back. The stream ends with that: what is
// written afterwards begins a new one.
func (m *Masker) Flush() error {
	var err error
	if len(m.held) > 0 {
		err = m.pass(m.held, len(m.held))
	}
	if m.joiner != nil && err == nil {
		if err = m.joiner.Flush(); err != nil {
			err = fmt.Errorf("writing masked output: %w", err)
		}
	}
	return err
}

// pass writes all[:limit] masked and holds back the rest. A secret that begins
// before limit ends within all.
func (m *Masker) pass(all []byte, limit int) error {
	covered := m.covered // all[:covered] is done with
	masked := false
	m.out = m.out[:0]
	for from := 0; ; {
		at, length := m.p.find(all, from, limit)
		if length == 0 {
			break
		}
		if at >= covered { // else it overlaps one that is masked
			m.out = append(append(m.out, all[covered:at]...), Mark...)
			masked = true
		}
		covered = max(covered, at+length)
		from = at + 1
	}
	clear := all[min(covered, limit):limit]
	if masked {
		m.out = append(m.out, clear...)
		clear = m.out
	}
	var err error
	if len(clear) > 0 {
		_, err = m.w.Write(clear)
	}
	m.held = append(m.held[:0], all[limit:]...)
	m.covered = max(0, covered-limit)
	if cap(m.out) > 1<<20 {
		m.out = nil // one huge write must not stay
	}
	if err != nil {
		return fmt.Errorf("writing masked output: %w", err)
	}
	return nil
}

// find returns the place of the first pattern in data that begins at from or
// later and before limit, and the length of the longest one there; length 0
// when there is none.
func (p *Patterns) find(data []byte, from, limit int) (at, length int) {
	for end := from + p.window; end <= len(data); {
		b := pair(data[end-2], data[end-1])
		if skip := p.shift[b]; skip > 0 {
			end += int(skip)
			continue
		}
		at = end - p.window
		if at >= limit {
			return at, 0
		}
		for _, s := range p.starts[b] {
			if len(s) > length && len(s) <= len(data)-at && string(data[at:at+len(s)]) == s {
				length = len(s)
			}
		}
		if length > 0 {
			return at, length
		}
		end++
	}
	return limit, 0
}

// undecided returns where the first pattern may begin that does not end within
// data; len(data) when none may.
func (p *Patterns) undecided(data []byte) int {
	for at := max(0, len(data)-p.longest+1); at < len(data); at++ {
		rest := data[at:]
		if len(rest) == 1 {
			if p.single[rest[0]/64]&(1<<(rest[0]%64)) != 0 {
				return at
			}
			continue
		}
		b := pair(rest[0], rest[1])
		if p.first[b/64]&(1<<(b%64)) != 0 && p.begins(rest) {
			return at
		}
	}
	return len(data)
}

// begins reports whether a pattern begins with text and is longer.
func (p *Patterns) begins(text []byte) bool {
	i := sort.Search(len(p.sorted), func(i int) bool { return p.sorted[i] > string(text) })
	return i < len(p.sorted) && strings.HasPrefix(p.sorted[i], string(text))
}
