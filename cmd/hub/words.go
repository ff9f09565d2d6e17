package main

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// The words of commands that hub prints for people to paste into a shell. Each
// is one word there, is no flag to hub, and means what it names and nothing
// else. What a terminal cannot show (a line end, a character that reorders text)
// is not in them: the IDs of examples hold none, and paths that do are printed
// in no command.

// exampleWord names the example with that ID, whatever the ID looks like: one of
// digits alone would be an index, one that begins with a dash a flag.
func exampleWord(id string) string {
	if strings.HasPrefix(id, "-") || strings.Contains(id, ":") || strings.Trim(id, "0123456789") == "" {
		id = "id:" + id
	}
	return sanitize.ShellWord(id)
}

// pathWord names a path, also one that begins with a dash.
func pathWord(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return sanitize.ShellWord(path)
}
