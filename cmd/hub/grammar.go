package main

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// grammarFor returns cli for the parser, without the commands that args do not name:
// building the whole grammar takes longer than most short commands. It is the whole
// one where the command is not certain, and so for errors and help about all of it.
func grammarFor(cli *CLI, args []string) any {
	name, found := commandOf(args), false
	t := reflect.TypeFor[CLI]()
	fields := make([]reflect.StructField, t.NumField())
	for i := range fields {
		fields[i] = t.Field(i)
		if _, command := fields[i].Tag.Lookup("cmd"); !command {
			continue
		}
		if cmp.Or(fields[i].Tag.Get("name"), strings.ToLower(fields[i].Name)) == name {
			found = true
		} else {
			fields[i].Tag = `kong:"-"`
		}
	}
	if !found {
		return cli
	}
	// Struct types that differ in tags alone convert, and share the memory of cli.
	return reflect.ValueOf(cli).Convert(reflect.PointerTo(reflect.StructOf(fields))).Interface()
}

// commandOf returns the word of args in the place of the command; empty where that is
// not certain: before it are only single global flags, and no request for help.
func commandOf(args []string) string {
	withValue := []string{"-C", "-c", "--chdir", "--config", "--state", "--color"}
	alone := []string{"-q", "-v", "--quiet", "--silent", "--verbose"}
	for i := 0; i < len(args); i++ {
		name, _, joined := strings.Cut(args[i], "=")
		switch {
		case !strings.HasPrefix(args[i], "-"):
			return args[i]
		case slices.Contains(alone, args[i]), joined && slices.Contains(withValue[2:], name):
		case slices.Contains(withValue, args[i]):
			i++
		default:
			return ""
		}
	}
	return ""
}
