package main

import (
	"strings"
	"unicode"
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
	return shellWord(id)
}

// pathWord names a path, also one that begins with a dash.
func pathWord(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	return shellWord(path)
}

// shellWord quotes a word so that a POSIX shell reads it as itself. It is in
// single quotes unless it consists of characters that no shell gives a meaning
// to; a leading = has one in zsh. Within the quotes nothing has a meaning; what
// a terminal cannot show is dropped where the word is printed, which ends no
// quotes.
func shellWord(word string) string {
	plain := word != "" && word[0] != '=' && !strings.ContainsFunc(word, func(r rune) bool {
		return r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(`_-./:@%+=,`, r))
	})
	if plain {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
