package worktree

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// gitTime bounds how long git may take. A repository of a million files takes seconds.
const gitTime = time.Minute

// Dirty reports whether files of the work tree around the folder dir differ from the commit
// that is checked out: tracked files that were changed, and untracked ones that are not
// ignored, but for the file at the absolute path but. Submodules count by their commits.
// Unlike [Read] it runs git, with the environment environ. Outside of a repository, and
// without git, nothing is dirty. An error means that git failed.
func Dirty(ctx context.Context, dir string, environ []string, but string) (bool, error) {
	top := Read(dir).Top
	if top == "" {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	cmd := programs.Git(ctx, top, environ, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty")
	if cmd == nil {
		return false, nil
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return false, fmt.Errorf("checking whether the work tree has changes: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	excepted := ""
	if real, err := filepath.EvalSymlinks(filepath.Dir(but)); err == nil {
		if rel, err := filepath.Rel(realOf(top), filepath.Join(real, filepath.Base(but))); err == nil {
			excepted = filepath.ToSlash(rel)
		}
	}
	for record := range strings.SplitSeq(string(out), "\x00") {
		const state = len("XY ")
		if len(record) > state && record[state:] != excepted {
			return true, nil
		}
	}
	return false, nil
}

func realOf(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}
