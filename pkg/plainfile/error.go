package plainfile

import (
	"fmt"
	"io/fs"
	"path/filepath"
)

// Error says that something is not a plain file of a bounded size.
type Error struct {
	Path string
	// Mode is the type of what is there.
	Mode fs.FileMode
	// Size and Most are in bytes. They are 0 unless a plain file is too large.
	Size, Most int64
	// Folder: a folder was wanted, not a file.
	Folder bool
}

// Error says what is there and what to do.
func (e *Error) Error() string {
	switch {
	case e.Most > 0:
		return fmt.Sprintf("%s has %d bytes, and hub reads at most %d of such a file: move it away", e.Path, e.Size, e.Most)
	case e.Folder:
		return fmt.Sprintf("%s is not a folder but %s: move it away, or name another path", e.Path, Kind(e.Mode))
	}
	return fmt.Sprintf("%s is not a file but %s: move it away", e.Path, Kind(e.Mode))
}

// Reason is the error without the path and what to do, for messages that name
// both themselves: "is not a file but a named pipe".
func (e *Error) Reason() string {
	switch {
	case e.Most > 0:
		return fmt.Sprintf("has %d bytes, and hub reads at most %d of such a file", e.Size, e.Most)
	case e.Folder:
		return "is not a folder but " + Kind(e.Mode)
	}
	return "is not a file but " + Kind(e.Mode)
}

// Kind names the type of a file for people: "a named pipe".
func Kind(mode fs.FileMode) string {
	switch t := mode.Type(); {
	case t == 0:
		return "a file"
	case t.IsDir():
		return "a folder"
	case t&fs.ModeSymlink != 0:
		return "a symbolic link"
	case t&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case t&fs.ModeSocket != 0:
		return "a socket"
	case t&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// check returns an *[Error] unless info is that of a plain file of at most so
// many bytes; most 0 is no bound.
func check(path string, info fs.FileInfo, most int64) error {
	switch {
	case !info.Mode().IsRegular():
		return &Error{Path: path, Mode: info.Mode()}
	case most > 0 && info.Size() > most:
		return &Error{Path: path, Mode: info.Mode(), Size: info.Size(), Most: most}
	}
	return nil
}

// within is the path of a name below a root, for messages.
func within(root, name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
