// Package misuse turns the parser's errors about arguments into messages that say what is
// wrong and what to type instead.
//
// Note: Kong's errors are plain texts. Only this package parses them; a test makes every
// mistake with every command and checks that none of Kong's texts is printed.
package misuse

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Node returns the command whose arguments are wrong; nil if err is not an error of the
// parser.
func Node(err error) *kong.Node {
	wrong, ok := errors.AsType[*kong.ParseError](err)
	if !ok {
		return nil
	}
	return cmp.Or(wrong.Context.Selected(), wrong.Context.Model.Node)
}

// Unknown returns the unknown word and the name of the command that it was given to.
// command is empty if the word is in the place of a command. Both are empty if err is
// another error.
func Unknown(err error) (word, command string) {
	node := Node(err)
	if node == nil {
		return "", ""
	}
	if node.Type == kong.CommandNode {
		command = node.Name
	}
	if word, ok := unknownFlag(err); ok {
		return word, command
	}
	if word, ok := extra(err); ok && len(node.Children) > 0 {
		return word, command
	}
	return "", ""
}

// Scattered reports whether the parser refused an argument because there are flags between
// it and earlier arguments.
func Scattered(err error) bool {
	node := Node(err)
	_, ok := extra(err)
	return ok && node != nil && len(node.Positional) > 0 && node.Positional[len(node.Positional)-1].IsCumulative()
}

// Twice returns an error if a flag that takes one value is repeated.
func Twice(parsed *kong.Context) error {
	seen := map[*kong.Flag]bool{}
	for _, p := range parsed.Path {
		f := p.Flag
		if f == nil || p.Resolved || f.IsBool() || f.IsCounter() || f.Target.Kind() == reflect.Slice {
			continue
		}
		if seen[f] {
			return usage.Errorf("--%s is given more than once, and takes one value; type %s once", f.Name, example(f))
		}
		seen[f] = true
	}
	return nil
}

// Beside returns an error if an argument of the command, or a flag of it that is not among
// these, was given beside flag; why says why not.
func Beside(parsed *kong.Context, flag, why string, allowed ...string) error {
	for _, p := range parsed.Path {
		switch {
		case p.Resolved:
		case p.Positional != nil && !p.Positional.Target.IsZero():
			return usage.Errorf("%s beside --%s: %s", strings.ToUpper(p.Positional.Name), flag, why)
		case p.Flag != nil && p.Flag.Name != flag && !slices.Contains(allowed, p.Flag.Name) && slices.Contains(parsed.Selected().Flags, p.Flag):
			return usage.Errorf("--%s beside --%s: %s", p.Flag.Name, flag, why)
		}
	}
	return nil
}

// Explain rewords err, an error of the parser. help is the command whose help has more to
// say; nil if the error already says what to type. all returns the commands of the whole
// grammar, because the parser may know only one of them.
func Explain(err error, all func() []*kong.Node) (help *kong.Node, explained error) {
	node := Node(err)
	if node == nil {
		return nil, err
	}
	text := err.Error()
	if word, ok := unknownFlag(err); ok {
		return node, usage.Errorf("unknown flag %s%s", word, otherFlag(node, word, all))
	}
	if word, ok := extra(err); ok {
		if len(node.Children) == 0 {
			return node, usage.Errorf("%s is one argument too many; type '%s'", word, Usage(node))
		}
		return node, usage.Errorf("unknown command %s%s", word, cmp.Or(didYouMean(word, names(node.Children)), familiar.Path(word)))
	}
	if strings.HasPrefix(text, "expected ") || strings.HasPrefix(text, "missing positional arguments ") {
		return nil, missing(node)
	}
	flag, problem, ok := strings.Cut(text, ": ")
	f := find(node, strings.TrimPrefix(flag, "--"))
	switch {
	case !ok || f == nil:
		return node, err
	case errors.Is(err, flags.ErrEmpty):
		return nil, usage.Errorf("%w; type %s, or omit the flag", err, example(f))
	case strings.HasPrefix(problem, "missing value, "), strings.HasPrefix(problem, "expected ") && strings.Contains(problem, " value but got "):
		return nil, usage.Errorf("%s needs a value; type %s", flag, example(f))
	case strings.HasPrefix(problem, "bool value must be "):
		return nil, usage.Errorf("%s takes no value; type %s, or omit it", flag, flag)
	}
	return node, err
}

// unknownFlag returns the unknown flag if err is about one.
func unknownFlag(err error) (string, bool) { return subject(err, "unknown flag ") }

// extra returns the unexpected argument, or unknown command, if err is about one.
func extra(err error) (string, bool) { return subject(err, "unexpected argument ") }

func subject(err error, prefix string) (string, bool) {
	if err == nil {
		return "", false
	}
	text, ok := strings.CutPrefix(err.Error(), prefix)
	word, _, _ := strings.Cut(text, ", did you mean")
	return word, ok
}

// otherFlag returns the end of the error about an unknown flag: the commands that have this
// flag, or a similar flag.
func otherFlag(node *kong.Node, word string, all func() []*kong.Node) string {
	known := flagNames(node)
	var have []string
	for _, command := range all() {
		for _, leaf := range append(command.Children, command) {
			if hasFlag(leaf, word) {
				have = append(have, "'"+leaf.FullPath()+"'")
			}
		}
	}
	const few = 4
	switch near := didYouMean(word, known); {
	case len(have) > few:
		return fmt.Sprintf(", but %s and %d more commands have it", strings.Join(have[:few], ", "), len(have)-few)
	case len(have) == 1:
		return ", but " + have[0] + " has it"
	case len(have) > 1:
		return ", but " + strings.Join(have[:len(have)-1], ", ") + " and " + have[len(have)-1] + " have it"
	default:
		return near
	}
}

// hasFlag reports whether the command itself has the flag, a word with its dashes.
func hasFlag(command *kong.Node, word string) bool {
	for _, f := range command.Flags {
		for _, name := range spelled(f) {
			if name == word {
				return true
			}
		}
	}
	return false
}

// flagNames returns the flags of the command and its parents, with dashes.
func flagNames(command *kong.Node) (known []string) {
	for _, group := range command.AllFlags(true) {
		for _, f := range group {
			known = append(known, spelled(f)...)
		}
	}
	return known
}

func spelled(f *kong.Flag) []string {
	words := []string{"--" + f.Name}
	for _, alias := range f.Aliases {
		words = append(words, "--"+alias)
	}
	if f.Short != 0 {
		words = append(words, "-"+string(f.Short))
	}
	return words
}

// names returns the names of commands that are not hidden.
func names(commands []*kong.Node) (known []string) {
	for _, c := range commands {
		if !c.Hidden {
			known = append(known, c.Name)
		}
	}
	return known
}

// didYouMean suggests the nearest of the known words.
func didYouMean(word string, known []string) string {
	if near := nearest.To(word, known); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}

// example returns the flag with its possible values, or with the placeholder of the help.
func example(f *kong.Flag) string {
	if f.Enum == "" {
		return f.Summary()
	}
	values := slices.DeleteFunc(f.EnumSlice(), func(value string) bool { return value == "" }) // that is: not given
	return "--" + f.Name + "=" + strings.Join(values, "|")
}

// find returns the flag with this name of the command or a parent; nil if there is none.
func find(command *kong.Node, name string) *kong.Flag {
	for _, group := range command.AllFlags(false) {
		for _, f := range group {
			if f.Name == name {
				return f
			}
		}
	}
	return nil
}
