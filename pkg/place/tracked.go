package place

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// gitTime bounds how long git may take.
const gitTime = 10 * time.Second

// Tracked reports whether git tracks the file, given by its absolute path: it is in
// the index. Outside a repository, and without git, nothing is tracked. An error
// means that git failed.
//
// git runs with the environment environ (NAME=value) and starts no other program,
// whatever the repository's configuration names.
func Tracked(ctx context.Context, file string, environ []string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	cmd := programs.Git(ctx, filepath.Dir(file), environ, "ls-files", "--error-unmatch", "--", filepath.Base(file))
	if cmd == nil {
		return false, nil
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err := cmd.Run()
	message := strings.TrimSpace(stderr.String())
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return true, nil
	case ended && exit.ExitCode() == 1, strings.Contains(message, "not a git repository"):
		return false, nil
	case message != "":
		err = fmt.Errorf("%w: %s", err, message)
	}
	return false, fmt.Errorf("checking whether git tracks %s: %w", file, err)
}
