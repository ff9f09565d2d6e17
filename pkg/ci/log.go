package ci

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Protocol is what a system obeys in its log, and how hub writes a run there.
//
// Hub writes groups (what the failures printed, folded away), a heading, and
// annotations, in this order. A system whose log has tests of its own writes all
// of it by Tests.
type Protocol struct {
	// Inside lists beginnings of commands that the system obeys anywhere in a line,
	// AtStart those that it obeys where a line begins. No text of others that hub
	// prints in a pipeline has the former, or has the latter at a start.
	Inside, AtStart []string
	// Fence returns the lines between which the system obeys nothing. Where it is
	// nil, an output cannot be passed on as it is.
	Fence func(token string) (begin, end string)
	// Group returns what stands before and after the lines of a group.
	Group func(Group) (begin, end string)
	// Heading returns the line below the groups; only a run with a group or an
	// annotation has one.
	Heading func(verdict string) string
	// Annotation returns the line for a note, of which Title and Message are one
	// line each without a command, and File is any text.
	Annotation func(Note) string
	// Tests writes the whole report; left says that outputs are left out, or is
	// empty. Names and places are any text.
	Tests func(r Report, outputs []Group, left string) string
}

// Group is the output of one example, ready to be folded away.
type Group struct {
	Test *Test
	// Name identifies the group in the log of a job: ASCII letters, digits, _ . -
	Name string
	// Title and Lines hold no command.
	Title string
	Lines []string
}

const (
	// maxNotes is how many notes of one level a step may have in GitHub and
	// Azure; further ones are dropped there without a word.
	maxNotes = 10
	// outputLines and outputBytes bound what is shown of one output, maxOutput
	// what is shown of all together: GitLab cuts a log at 4 MiB.
	outputLines, outputBytes = 200, 16 << 10
	maxOutput                = 512 << 10
)

// Log returns what the end of a run says in the system's log, in its protocol.
// It ends with a newline, or is empty when there is nothing to say or the system
// has no protocol. The token is a fresh one, see [Token]. Nothing in the report,
// whatever it holds, becomes a command.
func (s System) Log(r Report, token string) string {
	p := s.Protocol
	if p == nil {
		return ""
	}
	outputs, left := p.outputs(r)
	if p.Tests != nil {
		return p.Tests(r, outputs, left)
	}
	var notable []Note
	if p.Annotation != nil {
		notable = p.notes(r)
	}
	var b strings.Builder
	for _, g := range outputs {
		p.fold(&b, g, token)
	}
	if p.Heading != nil && len(outputs)+len(notable) > 0 {
		b.WriteString(p.Heading(p.safe(sanitize.Notice(r.Verdict, maxMessage))))
	}
	b.WriteString(left)
	for _, n := range notable {
		b.WriteString(p.Annotation(n))
	}
	return b.String()
}

// Fence returns what to print before and after text of others, each on a line of
// its own, so that the system obeys nothing in between. Both are empty for a
// system that has no such means. Every call makes a new token, so that the text
// cannot hold the end of its own fence.
func (s System) Fence() (begin, end string) {
	if s.Protocol == nil || s.Protocol.Fence == nil {
		return "", ""
	}
	return s.Protocol.Fence(Token())
}

// Obeys reports whether the system would obey text of others that is passed on
// as it is.
func (s System) Obeys() bool { return s.Protocol != nil && s.Protocol.Fence == nil }

// Token is 128 random bits as 32 letters and digits.
func Token() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it crashes the program instead
	return hex.EncodeToString(b[:])
}

// safe returns a line of text without the commands that the system obeys inside
// of one: a space divides each.
func (p *Protocol) safe(line string) string {
	for _, mark := range p.Inside {
		if !strings.Contains(line, mark) {
			continue
		}
		var b strings.Builder
		for i := range len(line) {
			b.WriteByte(line[i])
			if strings.HasPrefix(line[i:], mark) {
				b.WriteByte(' ')
			}
		}
		line = b.String()
	}
	return line
}

// fold writes a group with its lines behind bars, so that none of them begins as
// commands do, and behind the system's fence.
func (p *Protocol) fold(b *strings.Builder, g Group, token string) {
	begin, end := "", ""
	if p.Group != nil {
		begin, end = p.Group(g)
	}
	if p.Fence != nil {
		from, to := p.Fence(token)
		begin, end = begin+from, to+end
	}
	b.WriteString(begin)
	for _, l := range g.Lines {
		b.WriteString(strings.TrimRight("| "+l, " ") + "\n")
	}
	b.WriteString(end)
}

// notes returns what to look at, the most urgent first, and of each level as
// many as a step may have: where there are more, the last says how many.
func (p *Protocol) notes(r Report) []Note {
	var all []Note
	for _, text := range r.own() {
		all = append(all, Note{Level: Error, Title: "Hub", Message: text})
	}
	all = append(all, r.Notes...)
	var out []Note
	for _, level := range []Level{Error, Warning, Notice} {
		var some []Note
		for _, n := range all {
			if n.Level == level {
				n.Title, n.Message = p.safe(sanitize.Notice(n.Title, maxMessage)), p.safe(sanitize.Notice(n.Message, maxMessage))
				some = append(some, n)
			}
		}
		if len(some) > maxNotes {
			more := len(some) - (maxNotes - 1)
			some = append(some[:maxNotes-1:maxNotes-1], Note{Level: level, Title: "Hub",
				Message: fmt.Sprintf("%d more %ss: see the reports", more, level)})
		}
		out = append(out, some...)
	}
	return out
}

// outputs returns what the examples printed that did not pass, and a line that
// says how many outputs are left out: all from the first on that is too much
// together with those before it.
func (p *Protocol) outputs(r Report) (all []Group, left string) {
	room, out := maxOutput, 0
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Outcome == Passed || strings.TrimSpace(t.Output) == "" {
			continue
		}
		if out > 0 {
			out++
			continue
		}
		lines := tail(t.Output)
		for k, l := range lines {
			lines[k] = p.safe(l)
			room -= len(l) + len("| \n")
		}
		if room < 0 {
			out++
			continue
		}
		all = append(all, Group{Test: t, Name: plainName(fmt.Sprintf("hub_%s_%d", r.Run, len(all)+1)), Title: p.title(t), Lines: lines})
	}
	if out > 0 {
		left = fmt.Sprintf("The output of %d more is omitted to keep this log short: see the reports\n", out)
	}
	return all, left
}

func (p *Protocol) title(t *Test) string {
	text := "Output of " + sanitize.Notice(t.Name, maxTitle)
	if m := sanitize.Notice(t.Message, maxTitle); m != "" {
		text += " · " + m
	}
	return p.safe(sanitize.Notice(text, 2*maxTitle)) // what was joined may join to a command
}

// plainName keeps the characters that a [Group] may have in its name.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '.', r == '-':
			return r
		}
		return '_'
	}, s)
}
