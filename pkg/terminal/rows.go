package terminal

import (
	"os"

	"golang.org/x/term"
)

// Rows returns the rows of the terminal f now; 0 when they are unknown.
func Rows(f *os.File) int {
	_, rows, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return rows
}
