//go:build unix

package programs

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

const separators = "/"

// executable returns the file if it is a program; with an error when it is a file
// that is not marked executable; "" and an error when there is no such file.
func executable(file string) (string, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return "", syscall.EISDIR
	case !info.Mode().IsRegular():
		return "", &plainfile.Error{Path: file, Mode: info.Mode()}
	case info.Mode()&0o111 == 0:
		return file, fs.ErrPermission
	}
	return file, nil
}
