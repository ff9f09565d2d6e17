// Package familiar maps words of other tools (pytest, nextest, vitest, Playwright,
// ctest, go test, and the PHP tool that preceded hub) to hub's words. Hub replaces a
// word that means exactly the same as one of hub's; for others it prints what to type.
// It looks up only words that the grammar does not know.
//
// To add a word, add a row to [Words]; a test parses every row with hub's grammar.
package familiar

import (
	"fmt"
	"slices"
	"strings"
)

// Word is one row: a flag with its dashes, or a word at the position of the command.
type Word struct {
	// Text is the word.
	Text string
	// In are the commands in which a flag has this meaning; if empty, every command
	// that can parse As or Try.
	In []string
	// As are the words that replace it, because they mean exactly the same. If As and
	// Try are empty, the word asks for the default and is dropped.
	As []string
	// Try are command lines to suggest, without the leading hub, for a word that means
	// something similar.
	Try []string
	// Note says how the commands of Try differ; it may be empty.
	Note string
}

// Same reports whether hub replaces the word.
func (w *Word) Same() bool { return len(w.Try) == 0 }

// Find returns the rows for a word that is unknown in a command, in table order;
// command is empty for a word at the position of a command.
func Find(text, command string) (rows []Word) {
	for _, w := range Words() {
		flag := strings.HasPrefix(w.Text, "-")
		if w.Text == text && (command == "" || flag) && (len(w.In) == 0 || slices.Contains(w.In, command)) {
			rows = append(rows, w)
		}
	}
	return rows
}

// Replace returns args with the word replaced by its meaning. ok is false if args has
// neither the word nor word=VALUE. Arguments after -- stay.
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

// Lines returns Try for a command: hub ci and hub list take the arguments of hub all.
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
		"errors":        "failing failure failures fail broken red lf last-failed",
		"completed":     "pass passing success succeeded ok green done",
		"stale":         "outdated changed modified",
		"pending":       "new never-run notrun untested",
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
