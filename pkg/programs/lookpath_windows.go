package programs

import (
	"io/fs"
	"os/exec"
)

const separators = `/\:`

// executable returns the file with the extension that makes it a program.
func executable(file string) (string, error) {
	found, err := exec.LookPath(file)
	if err != nil {
		return "", fs.ErrNotExist
	}
	return found, nil
}
