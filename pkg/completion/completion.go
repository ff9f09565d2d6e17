// Package completion completes command lines of hub: commands and flags from the
// grammar, values from the tables that have them, and examples, groups, tags and runs
// from the project.
//
// A shell asks with a hidden command, see the scripts of [Shells]:
//
//	hub __complete INDEX WORD…
//
// The words are those after hub. INDEX, from 0, is the word to complete; a missing word is
// empty. The answer is a line with a [Kind], and a line for each [Candidate]: its value, a
// tab, and its description. A value that ends in one of /:=, is only the beginning of a
// word.
//
// Note: kongplete and kong-completion also complete Kong grammars, but support neither
// PowerShell nor descriptions, and add two dependencies.
package completion

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Kind says what the shell completes besides the candidates.
type Kind string

// The kinds of answers.
const (
	Values  Kind = "values" // nothing
	Files   Kind = "files"
	Folders Kind = "folders"
)

// Candidate is one possible word.
type Candidate struct {
	// Value replaces the word to complete.
	Value string
	// Help describes it; it may be empty.
	Help string
}

// Answer is all possible words, best first.
type Answer struct {
	Kind       Kind
	Candidates []Candidate
}

// maxHelp bounds the length of a description, in characters.
const maxHelp = 70

// Write writes the answer in the format that the shells' scripts read. It omits duplicates,
// and values that a terminal cannot show unchanged, such as names with control characters.
func (a *Answer) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(string(a.Kind) + "\n") // Flush returns the error
	seen := map[string]bool{}
	for _, c := range a.Candidates {
		if seen[c.Value] || c.Value == "" || sanitize.Line(c.Value) != c.Value {
			continue
		}
		seen[c.Value] = true
		_, _ = out.WriteString(c.Value + "\t" + brief(c.Help) + "\n")
	}
	return out.Flush()
}

// brief returns the first clause of a description, on one line, shortened.
func brief(text string) string {
	text = strings.TrimSuffix(sanitize.Line(text), ".")
	for _, end := range []string{". ", "; ", ": "} {
		text, _, _ = strings.Cut(text, end)
	}
	if r := []rune(text); len(r) > maxHelp {
		text = strings.TrimSpace(string(r[:maxHelp-1])) + "…"
	}
	return text
}

// Line is a command line up to the word to complete.
type Line struct {
	// Command is the command that the words name, or the application itself.
	Command *kong.Node
	// Given are the values of the flags before the word, by name.
	Given map[string]string

	word  string      // to complete
	flag  *kong.Flag  // whose value the word is; nil
	arg   *kong.Value // which the word is; nil
	plain bool        // after --, nothing is a flag
	path  []string    // the arguments before the word
}

// Read reads the words before words[index] with the grammar. ok is false if a command is
// unknown.
func Read(grammar *kong.Node, words []string, index int) (l Line, ok bool) {
	l = Line{Command: grammar, Given: map[string]string{}}
	if index < len(words) {
		l.word = words[index]
	}
	words = words[:min(max(index, 0), len(words))]
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case l.plain || len(word) < 2 || word[0] != '-':
			if len(l.Command.Children) == 0 {
				l.path = append(l.path, word)
				continue
			}
			at := slices.IndexFunc(l.Command.Children, func(c *kong.Node) bool { return c.Name == word })
			if at < 0 {
				return l, false
			}
			l.Command = l.Command.Children[at]
		case word == "--":
			l.plain = true
		default:
			f, value := flags.Read(l.Command, word)
			if f == nil {
				continue
			}
			_, text, joined := strings.Cut(word, "=")
			if !joined && !strings.HasPrefix(word, "--") {
				_, text, _ = strings.Cut(word, string(f.Short)) // -Cdir
			}
			if value && i+1 == len(words) {
				l.flag = f
				return l, true
			}
			if value {
				i++
				text = words[i]
			}
			l.Given[f.Name] = text
		}
	}
	args := l.Command.Positional
	if n := len(l.path); n < len(args) {
		l.arg = args[n]
	} else if len(args) > 0 && args[len(args)-1].IsCumulative() {
		l.arg = args[len(args)-1]
	}
	return l, true
}

// Complete returns the possible words. in provides the project's values.
func (l *Line) Complete(in *Project) Answer {
	name, typed, joined := strings.Cut(l.word, "=")
	switch {
	case l.flag != nil:
		return in.values(l.flag.Value, l.word, "")
	case !l.plain && joined && strings.HasPrefix(name, "--"):
		if f, _ := flags.Read(l.Command, name); f != nil {
			return in.values(f.Value, typed, name+"=")
		}
		return Answer{Kind: Values}
	case !l.plain && strings.HasPrefix(l.word, "-"):
		return Answer{Values, l.flags()}
	case len(l.Command.Children) > 0:
		return Answer{Values, commands(l.Command, l.word)}
	case l.arg != nil:
		return in.argument(l)
	}
	return Answer{Kind: Values}
}

// flags returns the flags that begin with the word: those of the command first. It omits
// flags that are already given and take only one value.
func (l *Line) flags() (found []Candidate) {
	groups := l.Command.AllFlags(true)
	slices.Reverse(groups)
	for _, group := range groups {
		for _, f := range group {
			_, given := l.Given[f.Name]
			if given && !several(f.Value) {
				continue
			}
			for _, name := range append([]string{f.Name}, f.Aliases...) {
				if strings.HasPrefix("--"+name, l.word) {
					found = append(found, Candidate{"--" + name, f.Help})
					break
				}
			}
		}
	}
	return found
}

// commands returns the commands below one that begin with the word.
func commands(node *kong.Node, word string) (found []Candidate) {
	for _, c := range node.Children {
		if !c.Hidden && strings.HasPrefix(c.Name, word) {
			found = append(found, Candidate{c.Name, c.Help})
		}
	}
	return found
}
