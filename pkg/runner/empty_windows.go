package runner

import (
	"errors"
	"io"
	"os"
	"time"
)

// changed is not known here.
func changed(string) time.Time { return time.Time{} }

// empty reports whether a folder certainly holds nothing.
func empty(dir string) bool {
	f, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	_, err = f.Readdirnames(1)
	return errors.Is(err, io.EOF)
}
