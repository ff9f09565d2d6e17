package runner

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// build is a program that is built once in a run: before the first attempt of
// the first example that needs it, and used by all attempts of all examples
// whose build is the same command in the same folder and environment. One that
// failed is tried again by the next attempt.
//
// Note: programs are not kept for later runs. What a build depends on is known
// to the compiler alone (a package beside the file, a module, a header that
// would be found before another), and a program that is older than its source
// would be a false verdict. Compilers have caches of their own, which know.
type build struct {
	mu  sync.Mutex // held while it is built: others that need it wait
	bin string     // empty: not built yet
}

// buildKey is what two builds that make the same program have in common.
func buildKey(e *hub.Example) string {
	parts := append([]string{e.BuildDir, strconv.Itoa(len(e.Build))}, e.Build...)
	env := e.Settings.Env
	if env.Clean {
		parts = append(parts, "clean")
		parts = append(parts, e.Settings.Needs.Env...)
	}
	for _, name := range slices.Sorted(maps.Keys(env.Set)) {
		parts = append(parts, name+"="+env.Set[name])
	}
	return strings.Join(parts, "\x00")
}

// built returns the example's program, building it if nobody has; or the
// failed attempt.
func (x *Executor) built(ctx context.Context, e *hub.Example, a *hub.Attempt, output *saved) (string, *hub.Attempt) {
	key := buildKey(e)
	x.mu.Lock()
	b := x.builds[key]
	if b == nil {
		b = &build{}
		x.builds[key] = b
	}
	x.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bin != "" {
		return b.bin, nil
	}
	bin, failed := x.build(ctx, e, *a, output)
	if failed != nil {
		return "", failed
	}
	a.BuildSeconds = bin.seconds
	b.bin = bin.path
	return b.bin, nil
}

// program is what a build made.
type program struct {
	path    string
	seconds float64
}

func (x *Executor) build(ctx context.Context, e *hub.Example, a hub.Attempt, output *saved) (program, *hub.Attempt) {
	fail := func(t hub.ErrorType, format string, args ...any) (program, *hub.Attempt) {
		a.Error = &hub.Error{Type: t, File: e.Path, Message: fmt.Sprintf(format, args...)}
		return program{}, &a
	}
	broken := func(err error) (program, *hub.Attempt) {
		a.Error = x.local(e, internal(e, err))
		return program{}, &a
	}
	folder := filepath.Join(x.Scratch, "bin-"+strconv.Itoa(e.Index))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return broken(fmt.Errorf("making a folder for the built program: %w", err))
	}
	bin := filepath.Join(folder, "example")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	builder := x.Runners[e.Runner].Builder
	if builder.Name != "" {
		if err := writeBuilder(folder, builder.Name, builder.Text); err != nil {
			return broken(fmt.Errorf("writing hub's builder: %w", err))
		}
		builder.Name = filepath.Join(folder, builder.Name)
	}
	argv := expand(e.Build, bin, builder.Name)
	dir := e.BuildDir
	scratch, remove, err := x.scratch()
	if err != nil {
		return broken(err)
	}
	defer remove()
	// Nothing of the one example: others may use the program too.
	own := []string{"HUB=1", "HUB_RUN_ID=" + x.RunID, "HUB_SCRATCH=" + scratch}
	env := x.variables(e.Settings.Env, e.Settings.Needs.Env, own, scratch)
	path, err := x.interpreter(e, argv[0], dir, env)
	if err != nil {
		a.Error = missing(e, argv[0], err, "(it builds for runner "+e.Runner+")")
		return program{}, &a
	}
	limit := x.Runners[e.Runner].BuildTimeout
	cmd := proc.Command{Path: path, Argv: argv, Dir: dir, Env: env, Timeout: limit, Grace: x.Grace}
	o := x.capture(ctx, nil, cmd, nothing, output)
	a.BuildSeconds = Seconds(o.Elapsed)
	a.Output, a.DroppedBytes = o.Output, o.Dropped
	switch {
	case o.Canceled:
		a.Canceled = true
		return program{}, &a
	case o.Err != nil:
		if a.Error = tooLarge(e, &cmd, o.Err); a.Error != nil {
			return program{}, &a
		}
		a.Error = x.local(e, unstarted(e, o.Err))
		a.Error.Message = "the build " + a.Error.Message
		return program{}, &a
	case o.TimedOut:
		return fail(hub.ErrBuild, "the build took longer than %s (build-timeout)", limit)
	case o.Code == 0:
		if _, err := os.Stat(bin); want.Of(err) {
			return broken(err)
		} else if err != nil {
			return fail(hub.ErrBuild, "the build ended well and made no program (%s)", argv[0])
		}
		return program{bin, a.BuildSeconds}, nil
	}
	if x.interrupted(o) {
		a.Canceled = true
		return program{}, &a
	}
	o.Scratch = scratch
	if a.Error = x.JudgeBuild(e, o); a.Error != nil {
		x.localize(&a.Error.Message, e, o)
	}
	a.Error.Message += x.noexecHint(o)
	return program{}, &a
}

// writeBuilder writes hub's builder into the folder, where another example may
// have put anything in its place.
func writeBuilder(folder, name, text string) (err error) {
	dir, err := plainfile.Folder(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	file, err := plainfile.RewriteIn(dir, name)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
