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

	"github.com/seed-00a9b34c/hub/pkg/hub"
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
	path, _ := hub.LookupVariable(environ, "PATH")
	program, err := programs.LookPath("git", path)
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
	cmd.Env = append(cmd.Env, "LC_ALL=C", "LANGUAGE=C") // its messages are parsed below
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err = cmd.Run()
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
