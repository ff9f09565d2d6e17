package head

import (
	"bytes"
	"path"
	"strings"
)

// Interpreter is the program that a #! line names.
type Interpreter struct {
	// Name is the program's base name: python3.12, bash.
	Name string
	// Argv is the command to which the script's path is appended. Its first
	// element is a path as written, or a name for PATH if env looks it up.
	Argv []string
	// At is the index of the program in Argv: 0 unless env, with assignments or
	// options, precedes it.
	At int
}

// Program returns the program as written: a path, or a name for PATH.
func (i Interpreter) Program() string { return i.Argv[i.At] }

// Args returns the arguments between the interpreter and the script.
func (i Interpreter) Args() []string { return i.Argv[1:] }

// Family returns the name without a trailing version: python for python3.12.
func (i Interpreter) Family() string {
	family := strings.TrimRight(i.Name, "0123456789.")
	if trimmed := strings.TrimSuffix(family, "-"); trimmed != "" {
		return trimmed
	}
	return i.Name
}

// Shebang parses a first line. It understands env with and without -S, and
// splits arguments at white space like macOS (Linux passes them as one
// argument, which authors rarely intend). If env does more than look up a
// program (assignments, options), it stays in Argv. A line that names a program
// without a folder is not accepted: see [Bare].
func Shebang(firstLine []byte) (Interpreter, bool) {
	words := lineWords(firstLine)
	if len(words) == 0 || !strings.ContainsAny(words[0], `/\`) {
		return Interpreter{}, false
	}
	if name := base(words[0]); name != "env" {
		return Interpreter{Name: name, Argv: words}, name != ""
	}
	return env(words)
}

// Bare parses a first line that names a program with a version but without a
// folder, as the Python launcher of Windows accepts it: #!python3.12. No kernel
// does, and the caller must know whether such a word is a program. If words
// follow that are not options, the line is a comment.
func Bare(firstLine []byte) (Interpreter, bool) {
	words := lineWords(firstLine)
	if len(words) == 0 || strings.ContainsAny(words[0], `/\`) || len(words) > 1 && words[1][0] != '-' {
		return Interpreter{}, false
	}
	i := Interpreter{Name: base(words[0]), Argv: words}
	return i, i.Name != "" && i.Family() != i.Name
}

// isLine reports whether a first line is a #! line.
func isLine(firstLine []byte) bool {
	return bytes.HasPrefix(firstLine, []byte("#!")) && !bytes.HasPrefix(firstLine, []byte("#![")) // an attribute in Rust
}

// lineWords returns the words of a #! line; none if it is not text.
func lineWords(firstLine []byte) []string {
	if !isLine(firstLine) || bytes.IndexByte(firstLine, 0) >= 0 {
		return nil
	}
	return split(string(firstLine[2:]))
}

// env parses a command that begins with env.
func env(words []string) (Interpreter, bool) {
	kept := []string{words[0]}
	plain := true
	rest := words[1:]
	for len(rest) > 0 {
		word := rest[0]
		switch {
		case word == "-S" || word == "--split-string":
			rest = rest[1:]
			continue
		case strings.HasPrefix(word, "-S"):
			rest[0] = word[2:]
			continue
		case strings.HasPrefix(word, "--split-string="):
			rest[0] = strings.TrimPrefix(word, "--split-string=")
			continue
		case word == "-u" || word == "--unset" || word == "-C" || word == "--chdir":
			plain = false
			kept = append(kept, rest[:min(2, len(rest))]...)
			rest = rest[min(2, len(rest)):]
			continue
		case strings.HasPrefix(word, "-") || strings.Contains(word, "="):
			plain = false
			kept = append(kept, word)
			rest = rest[1:]
			continue
		}
		name := base(word)
		if plain {
			return Interpreter{Name: name, Argv: rest}, name != ""
		}
		return Interpreter{Name: name, Argv: append(kept, rest...), At: len(kept)}, name != ""
	}
	return Interpreter{}, false
}

func base(p string) string {
	b := path.Base(strings.ReplaceAll(p, `\`, "/"))
	if b == "/" || b == "." {
		return ""
	}
	return strings.TrimSuffix(b, ".exe")
}

// split splits at white space outside quotes.
func split(s string) []string {
	var words []string
	var word strings.Builder
	in, quote := false, byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			} else {
				word.WriteByte(c)
			}
		case c == '"' || c == '\'':
			in, quote = true, c
		case isSpace(c):
			if in {
				words = append(words, word.String())
				word.Reset()
				in = false
			}
		default:
			in = true
			word.WriteByte(c)
		}
	}
	if in {
		words = append(words, word.String())
	}
	return words
}
