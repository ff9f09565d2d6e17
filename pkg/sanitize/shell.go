package sanitize

import (
	"strings"
	"unicode"
)

// ShellCommand returns a command line that a POSIX shell splits into exactly these
// words; see [ShellWord].
func ShellCommand(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = ShellWord(w)
	}
	return strings.Join(quoted, " ")
}

// ShellWord quotes a word for a POSIX shell, in single quotes. Words of characters
// that are special in no shell stay unquoted; a leading = is special in zsh.
// [Line], applied when the word is printed, does not break the quoting.
func ShellWord(word string) string {
	plain := word != "" && word[0] != '=' && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`_-./:@%+=,`, r)
	})
	if plain {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
