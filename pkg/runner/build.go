package runner

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// build is the program of one example, built before its first attempt and
// used by all of them.
//
// Note: programs are not kept for later runs. What a build depends on is known
// to the compiler alone (a package beside the file, a module, a header), and a
// program that is older than its source would be a false verdict. Compilers
// have caches of their own, which know.
type build struct {
	bin     string
	seconds float64
	failed  *hub.Attempt
}

// built returns the example's program, building it if this is its first
// attempt; or the failed attempt.
func (x *Executor) built(ctx context.Context, e *hub.Example, a *hub.Attempt, output *saved) (string, *hub.Attempt) {
	x.mu.Lock()
	b, again := x.builds[e.ID]
	x.mu.Unlock()
	if !again {
		b = x.build(ctx, e, *a, output)
		a.BuildSeconds = b.seconds
		if b.failed == nil {
			x.mu.Lock()
			x.builds[e.ID] = b
			x.mu.Unlock()
		}
	}
	return b.bin, b.failed
}

func (x *Executor) build(ctx context.Context, e *hub.Example, a hub.Attempt, output *saved) *build {
	fail := func(t hub.ErrorType, format string, args ...any) *build {
		a.Error = &hub.Error{Type: t, File: e.Path, Message: fmt.Sprintf(format, args...)}
		return &build{failed: &a}
	}
	folder := filepath.Join(x.Scratch, "bin-"+strconv.Itoa(e.Index))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fail(hub.ErrInternal, "making a folder for the built program: %v", err)
	}
	bin := filepath.Join(folder, "example")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	argv := expand(e.Build, bin)
	dir := filepath.Dir(e.File)
	scratch, remove, err := x.scratch()
	if err != nil {
		return fail(hub.ErrInternal, "%v", err)
	}
	defer remove()
	env := x.environ(e, a.Number, scratch)
	path, err := x.lookPath(argv[0], dir, env)
	if err != nil {
		return fail(hub.ErrMissingRunner, "%s is not installed, or not on PATH (it builds for runner %s)", argv[0], e.Runner)
	}
	limit := x.Runners[e.Runner].BuildTimeout
	o := x.capture(ctx, proc.Command{Path: path, Argv: argv, Dir: dir, Env: env, Timeout: limit, Grace: x.Grace}, nil, output)
	a.BuildSeconds = Seconds(o.Elapsed)
	a.Output, a.DroppedBytes = o.Output, o.Dropped
	switch {
	case o.Canceled:
		a.Canceled = true
		return &build{failed: &a}
	case o.Err != nil:
		return fail(hub.ErrInternal, "the build could not be started: %s", x.local(o.Err.Error()))
	case o.TimedOut:
		return fail(hub.ErrBuild, "the build took longer than %s (build-timeout)", limit)
	case o.Code == 0:
		if _, err := os.Stat(bin); err != nil {
			return fail(hub.ErrBuild, "the build ended well and made no program (%s)", argv[0])
		}
		return &build{bin: bin, seconds: a.BuildSeconds}
	}
	a.Error = x.JudgeBuild(e, o)
	return &build{failed: &a}
}
