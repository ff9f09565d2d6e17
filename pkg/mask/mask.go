package mask

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Mark replaces a secret.
const Mark = "***"

// Patterns is a compiled set of secrets. It is safe for concurrent use. The zero value
// and nil hide nothing.
type Patterns struct {
	needles []needle
	index   index
	longest int // of the needles, in bytes
}

// Compile compiles secrets. It ignores those of fewer than [MinLength] characters.
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

// Empty reports whether p hides nothing.
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
	_ = m.pass([]byte(text), f) // a strings.Builder never fails
	return b.String()
}

// Cut is like [Patterns.String], for a text that may have been cut off at its end, such
// as the name of a process: it also hides a possible beginning of a secret of at least
// [MinLength] bytes at the end.
func (p *Patterns) Cut(text string) string {
	if p.Empty() || len(text) < MinLength {
		return text
	}
	if hold := p.search(text, false).hold; len(text)-hold >= MinLength {
		return p.String(text[:hold]) + Mark
	}
	return p.String(text)
}

// Writer returns a Masker that writes to w.
func (p *Patterns) Writer(w io.Writer) *Masker { return &Masker{p: p, w: w} }

// New returns a Masker that hides secrets and writes to w. To mask many streams, call
// [Compile] once.
func New(w io.Writer, secrets []string) *Masker { return Compile(secrets).Writer(w) }

// Masker is an io.Writer that replaces every secret by [Mark]; overlapping secrets get
// one mark. Colour sequences inside a secret are kept, after the mark. A Masker holds
// back a possible beginning of a secret, at most a bounded multiple of the length of
// the longest secret, and passes on everything else at once. Call Flush at the end.
type Masker struct {
	p *Patterns
	w io.Writer
	// held may begin a secret. Its first done bytes are passed on already and kept as
	// context; its first covered bytes belong to a masked secret.
	held          []byte
	done, covered int
	out           []byte
}

// Write masks data. It fails only if the underlying writer does.
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

// Flush passes on what was held back and ends the stream; a later write begins a new
// one.
func (m *Masker) Flush() error {
	if len(m.held) == 0 {
		return nil
	}
	return m.pass(m.held, m.p.search(string(m.held), true))
}

// pass writes all[m.done:f.hold], masked, and keeps all[f.keep:].
func (m *Masker) pass(all []byte, f found) error {
	limit := max(f.hold, m.done)
	at, covered := m.done, max(m.done, m.covered) // all[:at] is written, all[at:covered] masked
	last := m.covered                             // end of the last masked span
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
			continue // masked already
		}
		masked = true
		if s.start >= last { // else it overlaps the last masked span
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
		m.held, m.out = slices.Clone(m.held), nil // do not keep the memory of one huge write
	}
	if err != nil {
		return fmt.Errorf("writing masked output: %w", err)
	}
	return nil
}

// appendColours appends the SGR sequences in hidden, so that the text after a secret
// keeps its style. They cannot contain text.
func appendColours(out, hidden []byte) []byte {
	for i := 0; i+2 < len(hidden); i++ {
		if hidden[i] != '\x1b' || hidden[i+1] != '[' {
			continue
		}
		end, digits := i+2, 0
		for end < len(hidden) && digits < 4 {
			switch c := hidden[end]; {
			case c >= '0' && c <= '9':
				digits++ // longer numbers are not colours
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
