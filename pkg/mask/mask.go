package mask

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Mark is what a secret is replaced by.
const Mark = "***"

// Patterns is what a set of secrets may look like. It may be used by several
// goroutines at a time. The zero value and nil hide nothing.
type Patterns struct {
	needles []needle
	index   index
	longest int // of the needles, in bytes
}

// Compile prepares the search for secrets. Those that [Weak] refuses for their
// length are passed over.
func Compile(secrets []string) *Patterns {
	p := &Patterns{}
	seen := map[string]bool{}
	for _, secret := range secrets {
		for _, n := range needles(secret) {
			if key := n.key(); !seen[key] {
				seen[key] = true
				p.needles = append(p.needles, n)
				p.longest = max(p.longest, len(n.text))
			}
		}
	}
	if len(p.needles) > 0 {
		p.index.build(p.needles)
	}
	return p
}

// Empty reports whether nothing is hidden.
func (p *Patterns) Empty() bool { return p == nil || len(p.needles) == 0 }

// String returns text with its secrets hidden.
func (p *Patterns) String(text string) string {
	if p.Empty() || len(text) < MinLength {
		return text
	}
	f := p.search(text, true)
	if len(f.spans) == 0 {
		return text
	}
	var b strings.Builder
	m := Masker{p: p, w: &b}
	// A strings.Builder takes everything.
	_ = m.pass([]byte(text), f)
	return b.String()
}

// Cut is [Patterns.String] for a text that something else has cut off at its end,
// as systems do with the names of processes: it also hides what ends the text and
// may begin a secret, from [MinLength] bytes on.
func (p *Patterns) Cut(text string) string {
	if p.Empty() || len(text) < MinLength {
		return text
	}
	if hold := p.search(text, false).hold; len(text)-hold >= MinLength {
		return p.String(text[:hold]) + Mark
	}
	return p.String(text)
}

// Writer returns a Masker that hides the secrets from w.
func (p *Patterns) Writer(w io.Writer) *Masker { return &Masker{p: p, w: w} }

// New returns a Masker that hides secrets from w. To mask many streams, use
// [Compile] once.
func New(w io.Writer, secrets []string) *Masker { return Compile(secrets).Writer(w) }

// Masker is an io.Writer that passes on what is written to it with every secret
// replaced by [Mark]; secrets that overlap become one. Of what is replaced only
// colours are kept, after the mark. It holds back what may be the beginning of a
// secret, a bounded multiple of the longest secret's length: call Flush at the
// end. What cannot begin one is passed on at once.
type Masker struct {
	p *Patterns
	w io.Writer
	// held may begin a secret. Of it done bytes are passed on, which are only needed
	// to know what follows, and covered bytes belong to a secret that is masked.
	held          []byte
	done, covered int
	out           []byte
}

// Write takes all of data. It fails only when the underlying writer does.
func (m *Masker) Write(data []byte) (int, error) {
	if m.p.Empty() {
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
	f := m.p.search(string(all), false)
	if len(all)-f.keep > m.p.mostHeld() {
		f = m.p.search(string(all), true)
	}
	if err := m.pass(all, f); err != nil {
		return 0, err
	}
	return len(data), nil
}

// mostHeld bounds what a Masker holds back, in bytes.
func (p *Patterns) mostHeld() int { return 2*maxGap + 16*p.longest }

// Flush passes on what was held back. The stream ends with that: what is
// written afterwards begins a new one.
func (m *Masker) Flush() error {
	if len(m.held) == 0 {
		return nil
	}
	return m.pass(m.held, m.p.search(string(m.held), true))
}

// pass writes all up to f.hold masked, but for what is written already, and
// remembers it from f.keep on.
func (m *Masker) pass(all []byte, f found) error {
	limit := max(f.hold, m.done)
	at, covered := m.done, max(m.done, m.covered) // all[:at] is written, all[at:covered] masked
	last := m.covered                             // where what was masked last ends
	masked := covered > at
	m.out = m.out[:0]
	hide := func() {
		m.out = appendColours(m.out, all[at:max(at, min(covered, limit))])
		at = covered
	}
	for _, s := range f.spans {
		if s.start >= limit {
			break
		}
		if s.end <= covered {
			continue // known already
		}
		masked = true
		if s.start >= last { // else it overlaps one that is masked
			hide()
			start := max(s.start, covered)
			m.out = append(append(m.out, all[covered:start]...), Mark...)
			at = start
		}
		covered, last = s.end, s.end
	}
	rest := all[m.done:limit]
	if masked {
		hide()
		m.out = append(m.out, all[min(at, limit):limit]...)
		rest = m.out
	}
	var err error
	if len(rest) > 0 {
		_, err = m.w.Write(rest)
	}
	m.held = append(m.held[:0], all[f.keep:]...)
	m.done, m.covered = limit-f.keep, max(0, covered-f.keep)
	if cap(m.out) > 1<<20 || cap(m.held) > 1<<20 {
		m.held, m.out = slices.Clone(m.held), nil // one huge write must not stay
	}
	if err != nil {
		return fmt.Errorf("writing masked output: %w", err)
	}
	return nil
}

// appendColours appends the sequences in hidden that set colours and the like,
// so that what follows a secret looks as it did. They hold no text.
func appendColours(out, hidden []byte) []byte {
	for i := 0; i+2 < len(hidden); i++ {
		if hidden[i] != '\x1b' || hidden[i+1] != '[' {
			continue
		}
		end, digits := i+2, 0
		for end < len(hidden) && digits < 4 {
			switch c := hidden[end]; {
			case c >= '0' && c <= '9':
				digits++ // a longer number is no colour
			case c == ';' || c == ':':
				digits = 0
			case c == 'm':
				out = append(out, hidden[i:end+1]...)
				digits = 4
			default:
				digits = 4
			}
			end++
		}
	}
	return out
}
