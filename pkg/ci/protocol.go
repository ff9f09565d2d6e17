package ci

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Log is what a run's end says in the log of a system, in the system's own
// protocol: what the failures printed, folded away, and what somebody should
// look at. It ends with a newline, or is empty when there is nothing to say or
// the system has no protocol that hub speaks. The token is a fresh one, see
// [Token]. Nothing in the report, whatever it holds, becomes a command.
func Log(system string, r Report, token string) string {
	switch system {
	case GitHub:
		return githubLog(r, token)
	case GitLab:
		return gitlabLog(r)
	case Azure:
		return azureLog(r)
	case Buildkite:
		return buildkiteLog(r)
	case TeamCity:
		return teamcityLog(r)
	}
	return ""
}

// Fence returns what to print before and after text of others, each on a line
// of its own, so that the system takes nothing in between for a command. Both
// are empty for a system that has no such means: there such text can only be
// changed. Every call makes a new token, so that the text cannot hold the end of
// its own fence.
func Fence(system string) (begin, end string) {
	if system != GitHub {
		return "", ""
	}
	return githubFence(Token())
}

// Token is 128 random bits as 32 letters and digits.
func Token() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it crashes the program instead
	return hex.EncodeToString(b[:])
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

// own is what is wrong with the run itself.
func (r *Report) own() []string {
	if r.Broken == "" {
		return r.Problems
	}
	return append([]string{r.Broken}, r.Problems...)
}

// notes returns what to look at, the most urgent first, and of each level as
// many as a step may have: where there are more, the last says how many.
func notes(r Report) []Note {
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

// group is the output of one example, ready to be folded away.
type group struct {
	test  *Test
	title string
	lines []string // behind bars
}

// groups returns what the examples printed that did not pass, and how many
// outputs are left out: all from the first on that is too much together with
// those before it.
func groups(r Report) (all []group, left int) {
	room := maxOutput
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Outcome == Passed || strings.TrimSpace(t.Output) == "" {
			continue
		}
		if left > 0 {
			left++
			continue
		}
		lines := tail(t.Output)
		for _, l := range lines {
			room -= len(l) + len("| \n")
		}
		if room < 0 {
			left++
			continue
		}
		all = append(all, group{test: t, title: title(t), lines: lines})
	}
	return all, left
}

func title(t *Test) string {
	text := "Output of " + sanitize.Notice(t.Name, maxTitle)
	if m := sanitize.Notice(t.Message, maxTitle); m != "" {
		text += " · " + m
	}
	return sanitize.Notice(text, 2*maxTitle) // what was joined may join to a command
}

// body writes the lines of a group, each behind a bar, so that no line of it
// begins as commands do.
func (g group) body(b *strings.Builder) {
	for _, l := range g.lines {
		b.WriteString(strings.TrimRight("| "+l, " ") + "\n")
	}
}

// leftOut says that outputs are not shown.
func leftOut(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("The output of %d more is too long to be shown here: see the reports\n", n)
}
