package flags

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Together returns args, a call of the command, with its arguments moved after its
// flags, in order: Kong accepts several arguments only together. It moves nothing after
// an unknown flag, which may or may not take a value.
func Together(command *kong.Node, args []string) []string {
	words := 0 // of the command's path
	for n := command; n.Parent != nil; n = n.Parent {
		words++
	}
	var flags, rest, unread []string
	dashed := false // an argument behind -- looks like a flag
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i+1:]...)
			dashed = slices.ContainsFunc(args[i+1:], func(arg string) bool { return strings.HasPrefix(arg, "-") })
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			rest = append(rest, arg)
			continue
		}
		known, value := Read(command, arg)
		if known == nil {
			unread = args[i:]
			break
		}
		flags = append(flags, arg)
		if i+1 < len(args) && value {
			i++
			flags = append(flags, args[i])
		}
	}
	words = min(words, len(rest))
	out := slices.Concat(rest[:words], flags)
	if dashed {
		out = append(out, "--")
	}
	return slices.Concat(out, rest[words:], unread)
}

// Read returns the flag of the command or its parents that arg is, and whether the next
// word is its value. Of several short flags in one argument, it returns the last. It
// returns nil if the command does not have the flag or one of the letters.
func Read(command *kong.Node, arg string) (f *kong.Flag, value bool) {
	takes := func(f *kong.Flag) bool { return !f.IsBool() && !f.IsCounter() }
	if text, long := strings.CutPrefix(arg, "--"); long {
		name, _, joined := strings.Cut(text, "=")
		f := find(command, func(f *kong.Flag) bool { return f.Name == name || slices.Contains(f.Aliases, name) })
		return f, f != nil && takes(f) && !joined
	}
	for i, letter := range arg[1:] {
		if f = find(command, func(f *kong.Flag) bool { return f.Short == letter }); f == nil {
			return nil, false
		}
		if takes(f) { // the value follows at once, or is the next word
			return f, 1+i+len(string(letter)) == len(arg)
		}
	}
	return f, false
}

// find returns the first flag of the command, or of those above it, that is meant; nil if
// there is none.
func find(command *kong.Node, meant func(*kong.Flag) bool) *kong.Flag {
	for _, group := range command.AllFlags(false) {
		for _, f := range group {
			if meant(f) {
				return f
			}
		}
	}
	return nil
}
