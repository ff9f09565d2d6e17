// Package commandline builds as much of a Kong grammar as a command line needs, and parses
// with it.
package commandline

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Commands returns the options that add commands to the grammar. all points to a struct
// with a field for each command. If args certainly name a command, only this one is added,
// because building the whole grammar takes longer than most short commands. All are added
// otherwise, and for commands that need the others: help, completion, and hub without a
// command.
func Commands(all any, args []string) (options []kong.Option) {
	v := reflect.ValueOf(all).Elem()
	var one kong.Option
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name := cmp.Or(field.Tag.Get("name"), strings.ToLower(field.Name))
		var tags []string
		if _, hidden := field.Tag.Lookup("hidden"); hidden {
			tags = []string{`hidden:""`}
		}
		command := kong.DynamicCommand(name, field.Tag.Get("help"), field.Tag.Get("group"), v.Field(i).Addr().Interface(), tags...)
		options = append(options, command)
		if name == CommandOf(args) && !slices.Contains([]string{"help", "completion", "__complete", "__here"}, name) {
			one = command
		}
	}
	if one != nil {
		return []kong.Option{one}
	}
	return options
}

// CommandOf returns the command that args name; empty if that is not certain.
func CommandOf(args []string) string {
	if at := CommandAt(args); at >= 0 {
		return args[at]
	}
	return ""
}

// CommandAt returns the index of the command in args. It is -1 if that is not certain,
// because anything but single global flags comes before it, such as a request for help.
func CommandAt(args []string) int {
	at, certain := flagsBefore(args)
	if !certain || at == len(args) {
		return -1
	}
	return at
}

// Bare reports whether args consist of single global flags only, without a command or a
// request for help.
func Bare(args []string) bool {
	at, certain := flagsBefore(args)
	return certain && at == len(args)
}

// flagsBefore returns how many of the first args are single global flags and their values.
// certain reports whether a command or the end follows.
func flagsBefore(args []string) (n int, certain bool) {
	withValue := []string{"-C", "-c", "--chdir", "--config", "--state", "--color"}
	alone := []string{"-q", "-v", "--quiet", "--silent", "--verbose", "--no-pager"}
	for n < len(args) {
		name, _, joined := strings.Cut(args[n], "=")
		switch {
		case !strings.HasPrefix(args[n], "-"):
			return n, true
		case slices.Contains(alone, args[n]), joined && slices.Contains(withValue[2:], name):
			n++
		case slices.Contains(withValue, args[n]) && n+1 < len(args):
			n += 2
		default:
			return n, false
		}
	}
	return n, true
}
