package programs

import (
	"context"
	"os/exec"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Git returns the command that asks git about the repository around the folder dir; nil
// without git. It starts no other program, whatever the repository's configuration
// names, takes no lock, and its messages are in English. environ (NAME=value) is the
// environment.
func Git(ctx context.Context, dir string, environ []string, args ...string) *exec.Cmd {
	path, _ := hub.LookupVariable(environ, "PATH")
	program, err := LookPath("git", path)
	if err != nil {
		return nil
	}
	args = append([]string{"-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit", "--no-optional-locks", "--literal-pathspecs"}, args...)
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	// A hook's variables name the repository of the commit, which need not be this one.
	cmd.Env = slices.DeleteFunc(slices.Clone(environ), func(kv string) bool {
		name, _, _ := strings.Cut(strings.ToUpper(kv), "=")
		return name == "GIT_DIR" || name == "GIT_WORK_TREE" || name == "GIT_INDEX_FILE" || name == "GIT_PREFIX"
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C", "LANGUAGE=C")
	return cmd
}
