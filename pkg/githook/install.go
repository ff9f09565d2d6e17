package githook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// ChangedError reports that hub's hook was changed, so that it is left alone.
type ChangedError struct{ File string }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s was changed since hub wrote it, and is left alone: move your own lines to %s beside it, remove it, and try again", e.File, Kept)
}

// Change is what Install or Uninstall did.
type Change struct {
	// File is the path of the hook.
	File string
	// Done is false if there was nothing to do.
	Done bool
	// Kept is the earlier hook that runs after hub, or the one that was restored;
	// empty when there is none.
	Kept string
	// Idle: git does not run the kept hook, because it is not executable.
	Idle bool
	// Others are the other projects that the hook serves.
	Others []Project

	staged bool // the hook runs what the commit touches
}

// Install adds the project to the hook, and creates the hook when it is missing.
// program is the path of hub, for hooks that stay on this machine; empty: the hub on
// PATH. staged: the hook also runs the examples that the commit touches.
func (r Repo) Install(p Project, program string, staged bool) (Change, error) {
	c := Change{File: filepath.Join(r.Hooks, Name), staged: staged}
	kept := filepath.Join(r.Hooks, Kept)
	for _, word := range append([]string{program}, p...) {
		if strings.ContainsAny(word, "\r\n\x00") {
			return c, fmt.Errorf("a hook cannot contain %q: it has a line break or a NUL byte", word)
		}
	}
	was, err := r.look()
	if err != nil {
		return c, err
	}
	if was.ours && !was.intact {
		return c, &ChangedError{c.File}
	}
	s := was.script.with(p, staged)
	s.program = program
	text := s.render()
	foreign := was.there && !was.ours
	_, keptErr := os.Lstat(kept)
	switch {
	case foreign && keptErr == nil:
		return c, fmt.Errorf("%s was not written by hub, and an earlier hook is still kept as %s: remove the one that you do not need", c.File, kept)
	case keptErr != nil && !errors.Is(keptErr, fs.ErrNotExist):
		return c, keptErr
	case !was.ours || string(was.data) != string(text) || !was.executable:
		c.Done = true
	}
	if c.Done {
		if err := os.MkdirAll(r.Hooks, 0o777); err != nil {
			return c, fmt.Errorf("creating the hooks folder: %w", err)
		}
		if foreign {
			if err := os.Rename(c.File, kept); err != nil {
				return c, fmt.Errorf("keeping the existing hook: %w", err)
			}
		}
		if err := write(c.File, text); err != nil {
			if foreign {
				err = errors.Join(err, os.Rename(kept, c.File))
			}
			return c, fmt.Errorf("writing the hook: %w", err)
		}
	}
	c.describe(s, p, kept)
	return c, nil
}

// Uninstall removes the project from the hook. The hook is removed with its last
// project, and the previous one restored. A hook that hub did not write is left alone.
func (r Repo) Uninstall(p Project) (Change, error) {
	c := Change{File: filepath.Join(r.Hooks, Name)}
	kept := filepath.Join(r.Hooks, Kept)
	was, err := r.look()
	if err != nil || !was.ours {
		return c, err
	}
	if !was.intact {
		return c, &ChangedError{c.File}
	}
	s := was.script
	c.describe(s, p, kept)
	if find(s.projects, p) < 0 {
		return c, nil
	}
	c.Done = true
	if len(s.projects) > 1 {
		if err := write(c.File, s.without(p).render()); err != nil {
			return c, fmt.Errorf("writing the hook: %w", err)
		}
		return c, nil
	}
	if c.Kept != "" {
		err = os.Rename(kept, c.File)
	} else {
		err = os.Remove(c.File)
	}
	if err != nil {
		return c, fmt.Errorf("restoring the previous hook: %w", err)
	}
	return c, nil
}

func (c *Change) describe(s script, p Project, kept string) {
	if _, err := os.Lstat(kept); err == nil {
		c.Kept = kept
		info, err := os.Stat(kept)
		c.Idle = err != nil || !executable(info)
	}
	for i, o := range s.projects {
		if i != find(s.projects, p) {
			c.Others = append(c.Others, o)
		}
	}
}

// found is the existing hook.
type found struct {
	there, ours, intact, executable bool
	data                            []byte
	script
}

func (r Repo) look() (found, error) {
	file := filepath.Join(r.Hooks, Name)
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return found{}, nil
	case err != nil:
		return found{}, fmt.Errorf("looking for a hook: %w", err)
	case info.IsDir():
		return found{}, fmt.Errorf("%s is a folder where git expects a hook: move it away", file)
	case !info.Mode().IsRegular():
		return found{there: true}, nil // a link: it is renamed, whatever its target
	}
	data, err := plainfile.Read(context.Background(), file, maxHook)
	if _, notPlain := errors.AsType[*plainfile.Error](err); notPlain || errors.Is(err, fs.ErrPermission) {
		return found{there: true}, nil // not written by hub
	}
	if err != nil {
		return found{}, fmt.Errorf("reading the existing hook: %w", err)
	}
	f := found{there: true, data: data, executable: executable(info)}
	f.script, f.ours, f.intact = parse(data)
	return f, nil
}

// write replaces the file atomically by an executable one.
func write(file string, text []byte) (err error) {
	// A new hook is executable as the umask allows; a replaced one keeps its
	// mode, and is executable for those who can read it.
	tmp, err := createTemporary(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name()) // best effort: git ignores files with such names
		}
	}()
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() {
		mode := info.Mode().Perm()
		if err := os.Chmod(tmp.Name(), mode|mode>>2&0o111); err != nil {
			return err
		}
	}
	return os.Rename(tmp.Name(), file)
}

// createTemporary creates a new executable file in the folder.
func createTemporary(dir string) (*os.File, error) {
	for {
		name := filepath.Join(dir, "."+Name+"."+strconv.FormatUint(uint64(rand.Uint32()), 10)+".tmp")
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o777)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}
