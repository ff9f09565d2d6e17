package plainfile

import (
	"io/fs"
	"os"
)

func look(path string, follow bool) (Identity, error) {
	stat := os.Lstat
	if follow {
		stat = os.Stat
	}
	info, err := stat(path)
	if err != nil {
		return Identity{}, err
	}
	return ofInfo(info), nil
}

// ofFile returns the identity of an open file.
func ofFile(f *os.File) (Identity, error) {
	info, err := f.Stat()
	if err != nil {
		return Identity{}, err
	}
	return ofInfo(info), nil
}

// ofInfo returns what every system says of a file.
func ofInfo(info fs.FileInfo) Identity {
	return Identity{Size: info.Size(), Modified: info.ModTime().UnixNano(), Mode: info.Mode()}
}
