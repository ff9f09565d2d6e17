// Package terminal prepares the standard streams, and reports what a stream can show:
// whether it is a terminal, how large it is, and whether it supports colour, UTF-8 and links.
package terminal

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Of returns the file behind stream when that is a terminal.
func Of(stream any) (*os.File, bool) {
	f, ok := stream.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// Width returns the columns of the terminal f now; 0 when they are unknown.
func Width(f *os.File) int {
	columns, _ := Size(f)
	return columns
}

// Size returns the columns and rows of the terminal f now; 0 when they are unknown.
func Size(f *os.File) (columns, rows int) {
	columns, rows, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return columns, rows
}

// Color reports whether to print to w in colour: mode decides when it is always or
// never, then the variables NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, then whether w
// is a terminal with colours.
func Color(mode string, w io.Writer, getenv func(name string) string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	if getenv("NO_COLOR") != "" {
		return false
	}
	for _, name := range []string{"FORCE_COLOR", "CLICOLOR_FORCE"} {
		if v := getenv(name); v != "" && v != "0" {
			return true
		}
	}
	_, ok := Of(w)
	return ok && getenv("TERM") != "dumb"
}

// Confirm asks a question on out, if in is a terminal, and reads the answer from in:
// yes is true for an answer that begins with y. An end of the input is no.
func Confirm(in io.Reader, out io.Writer, question string) (yes, asked bool) {
	if _, ok := Of(in); !ok {
		return false, false
	}
	fmt.Fprintf(out, "%s [y/N] ", question)
	answer, err := bufio.NewReader(in).ReadString('\n')
	return err == nil && strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y"), true
}
