//go:build unix

package programs

import (
	"io/fs"
	"os"
	"syscall"
)

const separators = "/"

// executable returns the file if it is a program; with an error when there is
// such a file and it is none; "" when there is no such file.
func executable(file string) (string, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return "", syscall.EISDIR
	case info.Mode()&0o111 == 0:
		return file, fs.ErrPermission
	}
	return file, nil
}
