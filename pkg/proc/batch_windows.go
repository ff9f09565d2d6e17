package proc

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// A batch file is run by cmd.exe, which reads a command line by rules of its own: a
// program that is started as if it read its arguments itself gets others, and cmd.exe
// runs what follows an & in one of them. So hub makes the whole line. As the standard
// library of Rust does, since CVE-2024-24576:
//
//   - All is in one more pair of quotes, which cmd.exe removes.
//   - Whatever has a character that cmd.exe may know is quoted, and a quote is doubled.
//   - A % is followed by %cd:~,%, which is empty, so that no name of a variable is
//     between two.
//   - Command extensions are on for that, and the expansion of !NAME! is off. Nothing of
//     the registry is run before (/d).

// batchLine returns cmd.exe and the command line that runs the batch file with the
// arguments; ok is false if the program is no batch file.
func batchLine(program string, args []string) (shell, line string, ok bool, err error) {
	switch strings.ToLower(filepath.Ext(program)) {
	case ".bat", ".cmd":
	default:
		return "", "", false, nil
	}
	system, err := windows.GetSystemDirectory() // no PATH decides which
	if err != nil {
		return "", "", true, err
	}
	var b strings.Builder
	b.WriteString(`cmd.exe /e:ON /v:OFF /d /s /c "`)
	quoteForBatch(&b, program, true)
	for _, arg := range args {
		if strings.ContainsAny(arg, "\r\n\x00") {
			return "", "", true, fmt.Errorf("argument %q: %w", arg, errBatchLine)
		}
		b.WriteByte(' ')
		quoteForBatch(&b, arg, arg == "" || strings.HasSuffix(arg, `\`) || strings.ContainsFunc(arg, special))
	}
	b.WriteByte('"')
	return filepath.Join(system, "cmd.exe"), b.String(), true, nil
}

var errBatchLine = errors.New("a batch file gets no argument with a line break; set a variable of the environment instead")

// special reports whether cmd.exe may take the character for more than itself.
func special(c rune) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c > 0x9f:
		return false
	}
	return !strings.ContainsRune(`#$*+-./:?@\_`, c)
}

// quoteForBatch writes one word.
func quoteForBatch(b *strings.Builder, word string, quote bool) {
	if quote {
		b.WriteByte('"')
	}
	backslashes := 0
	for _, c := range []byte(word) {
		switch c {
		case '\\':
			backslashes++
			b.WriteByte(c)
			continue
		case '"': // twice the backslashes before it, for the program that gets it at last
			b.WriteString(strings.Repeat(`\`, backslashes) + `"`)
		case '%':
			b.WriteString(`%%cd:~,`)
		}
		backslashes = 0
		b.WriteByte(c)
	}
	if quote {
		b.WriteString(strings.Repeat(`\`, backslashes) + `"`)
	}
}
