package sanitize

import (
	"strings"
	"unicode"
)

// ShellCommand joins the words of a command so that they can be pasted into a
// POSIX shell, which then runs it with exactly these words; see [ShellWord].
func ShellCommand(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = ShellWord(w)
	}
	return strings.Join(quoted, " ")
}

// ShellWord quotes a word so that a POSIX shell reads it as itself. It is in
// single quotes, within which nothing has a meaning, unless it consists of
// characters that no shell gives a meaning to; a leading = has one in zsh.
// Characters that a terminal cannot show are changed where the word is printed,
// see [Line], which ends no quotes.
func ShellWord(word string) string {
	plain := word != "" && word[0] != '=' && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`_-./:@%+=,`, r)
	})
	if plain {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
