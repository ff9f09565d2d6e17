package place

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// gitTime bounds how long git is waited for.
const gitTime = 10 * time.Second

// Tracked reports whether git tracks the file, which is absolute: a commit
// holds it, or the next one will. Outside of a repository, and without git,
// nothing is tracked. The error says that git could not tell.
//
// No program but git itself is started, with the environment environ (NAME=value),
// whatever the repository's configuration names.
func Tracked(ctx context.Context, file string, environ []string) (bool, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", "--no-optional-locks", "--literal-pathspecs",
		"ls-files", "--error-unmatch", "--", filepath.Base(file))
	cmd.Dir = filepath.Dir(file)
	// A hook's variables name the repository of the commit, which need not be this one.
	cmd.Env = slices.DeleteFunc(slices.Clone(environ), func(kv string) bool {
		name, _, _ := strings.Cut(strings.ToUpper(kv), "=")
		return name == "GIT_DIR" || name == "GIT_WORK_TREE" || name == "GIT_INDEX_FILE" || name == "GIT_PREFIX"
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C", "LANGUAGE=C") // its messages are read here
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err = cmd.Run()
	said := strings.TrimSpace(stderr.String())
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return true, nil
	case ended && exit.ExitCode() == 1, strings.Contains(said, "not a git repository"):
		return false, nil
	case said != "":
		err = fmt.Errorf("%w: %s", err, said)
	}
	return false, fmt.Errorf("checking whether git tracks %s: %w", file, err)
}
