package plainfile

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// noWait is nothing here: no folder holds named pipes or devices.
const noWait = 0

// Careful are the flags for libraries that open files themselves.
const Careful = 0

// belowFile reports whether the error can be that of a path below a file: each can,
// as Windows says the same of a path that does not exist.
func belowFile(err error) bool { return err != nil }

// patient opens a file that cannot be opened at a moment at which another process replaces
// it: for two seconds, as that one waits for its readers.
func patient(open func() (*os.File, error)) (*os.File, error) {
	f, err := open()
	for i := 0; i < 200 && errors.Is(err, windows.ERROR_SHARING_VIOLATION); i++ {
		time.Sleep(10 * time.Millisecond)
		f, err = open()
	}
	return f, err
}

func open(path string) (*os.File, error) {
	return patient(func() (*os.File, error) { return os.Open(path) })
}

// headKnown leaves it to others.
func headKnown(string, []byte) ([]byte, Identity, bool, error) { return nil, Identity{}, false, nil }

func openRoot(path string) (*os.Root, error) { return os.OpenRoot(path) }

// unrooted is the folder itself: to list it says all of each entry.
func unrooted(f *os.File, _ string) (*os.File, error) { return f, nil }
