package ci

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Protocol is the set of commands that a system executes in its log, and how hub
// reports a run with them.
//
// Hub writes groups (the folded outputs of failures), a heading, and annotations, in
// this order. For a system whose log has its own tests, Tests writes everything.
type Protocol struct {
	// Inside lists prefixes of commands that the system executes anywhere in a line,
	// AtStart of those that it executes at the start of a line only. Untrusted text
	// that hub prints in a pipeline contains none of the former, and no line of it
	// begins with one of the latter.
	Inside, AtStart []string
	// Fence returns lines between which the system executes nothing. Without it,
	// output cannot be passed on unchanged.
	Fence func(token string) (begin, end string)
	// Group returns the text before and after the lines of a group.
	Group func(Group) (begin, end string)
	// Heading returns the line below the groups. Only runs with a group or an
	// annotation have it.
	Heading func(verdict string) string
	// Annotation returns the line for a note. Title and Message of the note are single
	// lines without a command; File is untrusted.
	Annotation func(Note) string
	// Tests returns the whole report; omitted is a line that says that outputs are
	// missing, or empty. Names and locations are untrusted.
	Tests func(r Report, outputs []Group, omitted string) string
}

// Group is the output of one example, ready to be folded.
type Group struct {
	Test *Test
	// Name identifies the group in the log of a job: ASCII letters, digits, _ . -
	Name string
	// Title and Lines contain no command.
	Title string
	Lines []string
}

const (
	// maxNotes is the limit of GitHub and Azure for notes of one level in a step;
	// they silently drop further ones.
	maxNotes = 10
	// outputLines and outputBytes bound one output, maxOutput all outputs in bytes:
	// GitLab cuts a log at 4 MiB.
	outputLines, outputBytes = 200, 16 << 10
	maxOutput                = 512 << 10
)

// Log returns the report of a finished run for the system's log, in its protocol. It
// ends with a newline, or is empty if there is nothing to report or the system has no
// protocol. token must be fresh, see [Token]. No text of the report becomes a
// command.
func (s System) Log(r Report, token string) string {
	p := s.Protocol
	if p == nil {
		return ""
	}
	outputs, omitted := p.outputs(r)
	if p.Tests != nil {
		return p.Tests(r, outputs, omitted)
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
	b.WriteString(omitted)
	for _, n := range notable {
		b.WriteString(p.Annotation(n))
	}
	return b.String()
}

// Fence returns the lines to print before and after untrusted text, so that the
// system executes nothing in between. Both are empty if the system has no fence.
// Every call makes a new token, so that the text cannot contain the end of its fence.
func (s System) Fence() (begin, end string) {
	if s.Protocol == nil || s.Protocol.Fence == nil {
		return "", ""
	}
	return s.Protocol.Fence(Token())
}

// Obeys reports whether the system would execute commands in output that is passed
// on unchanged.
func (s System) Obeys() bool { return s.Protocol != nil && s.Protocol.Fence == nil }

// Token returns 128 random bits as 32 hexadecimal digits.
func Token() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// safe inserts a space into each command that the system executes inside a line.
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

// fold writes a group inside the system's fence, each line behind a bar, so that
// none begins with a command.
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

// notes returns the notes, most urgent first. If a level has more than a step may
// have, its last note says how many more there are.
func (p *Protocol) notes(r Report) []Note {
	var all []Note
	for _, text := range r.runProblems() {
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
			more := 0
			for _, n := range some[maxNotes-1:] {
				more += max(1, n.For)
			}
			some = append(some[:maxNotes-1:maxNotes-1], Note{Level: level, Title: "Hub",
				Message: fmt.Sprintf("%d more %ss: see the reports", more, level)})
		}
		out = append(out, some...)
	}
	return out
}

// outputs returns the outputs of examples that did not pass, up to the first that
// exceeds maxOutput together with those before it, and a line that says how many are
// omitted.
func (p *Protocol) outputs(r Report) (all []Group, omitted string) {
	room, dropped := maxOutput, 0
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Outcome == Passed || strings.TrimSpace(t.Output) == "" || t.Folded && p.Tests == nil {
			continue
		}
		if dropped > 0 {
			dropped++
			continue
		}
		lines := tail(t.Output)
		for k, l := range lines {
			lines[k] = p.safe(l)
			room -= len(l) + len("| \n")
		}
		if room < 0 {
			dropped++
			continue
		}
		all = append(all, Group{Test: t, Name: plainName(fmt.Sprintf("hub_%s_%d", r.Run, len(all)+1)), Title: p.title(t), Lines: lines})
	}
	if dropped > 0 {
		omitted = fmt.Sprintf("The output of %d more is omitted to keep this log short: see the reports\n", dropped)
	}
	return all, omitted
}

func (p *Protocol) title(t *Test) string {
	text := "Output of " + sanitize.Notice(t.Name, maxTitle)
	if m := sanitize.Notice(t.Message, maxTitle); m != "" {
		text += " · " + m
	}
	return p.safe(sanitize.Notice(text, 2*maxTitle)) // the parts may join to a command
}

// plainName replaces characters that [Group.Name] must not contain by underscores.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '.', r == '-':
			return r
		}
		return '_'
	}, s)
}
