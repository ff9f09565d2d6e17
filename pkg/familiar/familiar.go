// Package familiar knows words of other tools (pytest, nextest, vitest, Playwright,
// ctest, go test, and the PHP tool that hub grew out of) and what they are in hub. A word
// that means exactly the same as one of hub's is taken for it; for another the answer is
// what to type. It is asked only about words that the grammar does not know.
//
// To add a word, add a row to [Words]; a test parses everything that the table says with
// the grammar of hub.
package familiar

import (
	"fmt"
	"slices"
	"strings"
)

// Word is one row: a flag with its dashes, or a word in the place of a command.
type Word struct {
	// Text is the word.
	Text string
	// In are the commands in which a flag has this meaning; none: in each in which what
	// As or Try says can be parsed.
	In []string
	// As are the words that mean exactly the same, and are put in its place; empty, with
	// no Try: the word says what is so anyway, and is left out.
	As []string
	// Try are command lines to type, without the hub in front, for a word that means
	// something similar.
	Try []string
	// Note says how what Try does differs; it may be empty.
	Note string
}

// Same reports whether the word is taken for hub's own.
func (w *Word) Same() bool { return len(w.Try) == 0 }

// Find returns the rows for a word that is unknown in a command, in the order of the
// table; command is empty for a word in the place of one.
func Find(text, command string) (rows []Word) {
	for _, w := range Words() {
		flag := strings.HasPrefix(w.Text, "-")
		if w.Text == text && (command == "" || flag) && (len(w.In) == 0 || slices.Contains(w.In, command)) {
			rows = append(rows, w)
		}
	}
	return rows
}

// Replace returns args with what the word means in its place. ok is false if the word
// is not one of args, as such or with =VALUE. What follows -- is left alone.
func (w *Word) Replace(args []string) (out []string, ok bool) {
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		switch {
		case arg == "--":
			return nil, false
		case arg == w.Text:
			return slices.Concat(args[:i], w.As, args[i+1:]), true
		case joined && name == w.Text && strings.HasPrefix(name, "--") && len(w.As) == 1 && !strings.Contains(w.As[0], "="):
			return slices.Concat(args[:i], []string{w.As[0] + "=" + value}, args[i+1:]), true
		}
	}
	return nil, false
}

// Lines returns Try for a command: hub ci and hub list take what hub all does.
func (w *Word) Lines(command string) []string {
	lines := slices.Clone(w.Try)
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "all "); ok && (command == "ci" || command == "list") && !strings.HasPrefix(rest, "--dry-run") {
			lines[i] = command + " " + rest
		}
	}
	return lines
}

// Answer says what to type instead of the word in the command, on one line.
func (w *Word) Answer(command string) string {
	kind := "command"
	if strings.HasPrefix(w.Text, "-") {
		kind = "flag"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "unknown %s %s; type ", kind, w.Text)
	for i, try := range w.Lines(command) {
		if i > 0 {
			b.WriteString(" or ")
		}
		quote := "'"
		if strings.Contains(try, quote) {
			quote = `"`
		}
		b.WriteString(quote + "hub " + try + quote)
	}
	if w.Note != "" {
		fmt.Fprintf(&b, " (%s)", w.Note)
	}
	return b.String()
}

// Path returns what to add to the error about a word in the place of a command that looks
// like the path of an example; empty for another.
func Path(word string) string {
	if !strings.ContainsAny(word, `/\`) || strings.Contains(word, ", did you mean") {
		return ""
	}
	return "; to run an example, type 'hub run " + word + "'"
}

// Filter returns the status filter that a word of another tool, or of a status, means;
// empty if none does.
func Filter(word string) string {
	for filter, words := range map[string]string{
		"errors":        "error failed failing failure failures fail broken red lf last-failed",
		"completed":     "passed pass passing success succeeded ok green done",
		"stale":         "outdated changed modified",
		"pending":       "new never-run not-run notrun untested",
		"not-completed": "incomplete uncompleted unfinished remaining todo",
		"skipped":       "skip disabled ignored",
		"interrupted":   "aborted cancelled canceled killed stopped",
		"flaky":         "unstable",
	} {
		if slices.Contains(strings.Fields(words), strings.ToLower(word)) {
			return filter
		}
	}
	return ""
}
