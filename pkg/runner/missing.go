package runner

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// missing returns the error of an example when its program cannot be found; err is from
// lookPath, and role says in parentheses what the program is for.
func missing(e *hub.Example, program string, err error, role string) *hub.Error {
	if want.Of(err) {
		return internal(e, fmt.Errorf("looking for %s: %w", program, err))
	}
	why := "is not installed, or not on PATH"
	switch odd, ok := errors.AsType[*plainfile.Error](err); {
	case ok:
		why = odd.Reason()
	case errors.Is(err, syscall.EISDIR):
		why = "is a folder"
	case errors.Is(err, fs.ErrPermission):
		why = "is not marked executable"
	case strings.ContainsAny(program, `/`+string(filepath.Separator)) && !errors.Is(err, exec.ErrNotFound):
		why = "does not exist"
	}
	if program != e.Interpreter {
		return &hub.Error{Type: hub.ErrMissingRunner, File: e.Path, Message: program + " " + why + " " + role}
	}
	return &hub.Error{Type: hub.ErrMissingRunner, File: e.Path, Line: 1,
		Message: fmt.Sprintf("%s, which the #! line names, %s %s; %s", program, why, role, pinnedRemedy)}
}

// pinnedRemedy is what to do where the program of a #! line is missing.
const pinnedRemedy = "install it, change the line, or name a runner with runner: in the metadata or hub.yaml"

// unstarted returns the error of an example that the system did not start. Where it
// would not start the next time either, the fault is not hub's.
func unstarted(e *hub.Example, err error) *hub.Error {
	if errors.Is(err, proc.ErrSupervisor) {
		return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: "how it ended is not known: " + err.Error()}
	}
	if errors.Is(err, proc.ErrUnended) {
		return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: err.Error()}
	}
	if errors.Is(err, want.Err) {
		return lacking(e, err)
	}
	failed := &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: "could not be started: " + err.Error()}
	if start, ok := errors.AsType[*programs.StartError](err); ok && start.Lasting {
		failed.Type = hub.ErrMissingRunner
	}
	return failed
}

// relayed recognises a program that was started in place of the one that the
// #! line names, env or a version manager's shim, and did not find that one. All
// of them exit with 127, and say so in a line that names it. That is no outcome
// of the example, whatever exit code it is expected to have.
func relayed(e *hub.Example, o Outcome) *hub.Error {
	if e.Interpreter == "" || o.Code != 127 || o.Err != nil || len(o.Output) > maxRelayed {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimSpace(ansi.Strip(o.Output)), "\n")
	who, rest, ok := strings.Cut(first, ":")
	if !ok || !slices.Contains(relays, filepath.Base(who)) || !strings.Contains(rest, filepath.Base(e.Interpreter)) {
		return nil
	}
	return &hub.Error{Type: hub.ErrMissingRunner, File: e.Path, Line: 1,
		Message: fmt.Sprintf("%s, which the #! line names, is not installed, or not on PATH (%s); %s", e.Interpreter, hub.PrintablePath(strings.TrimSpace(first)), pinnedRemedy)}
}

// relays are the programs that start another one by the name of an interpreter,
// and what they call themselves in their messages.
var relays = []string{"env", "pyenv", "rbenv", "nodenv", "phpenv", "plenv", "asdf", "mise"}

// maxRelayed bounds what such a program prints.
const maxRelayed = 16 << 10

// noexecHint is what to do when a program could not start another one that it
// had put into its folder for temporary files; empty where that is not what the
// output says.
func (x *Executor) noexecHint(o Outcome) string {
	if o.Scratch == "" || !strings.Contains(strings.ToLower(o.Output), "permission denied") || !strings.Contains(o.Output, o.Scratch) || !programs.NoExec(o.Scratch) {
		return ""
	}
	return fmt.Sprintf("; %s, where its TMPDIR is, is on a file system mounted noexec: set TMPDIR to a folder where programs may start", filepath.Dir(x.Temp))
}

// crlf reports whether a line at the beginning of a file ends in CR LF.
func crlf(file string) bool {
	// The example may have put anything in its place.
	head, err := plainfile.Head(file, make([]byte, 64<<10))
	return err == nil && bytes.Contains(head, []byte("\r\n"))
}
