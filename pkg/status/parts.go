package status

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// PartsName is the name of the folder with the state of parts of plan files, below the
// folder of the state. Each plan has a folder in it, by its ID, and each attempt at a
// part of the plan its own folder in that, which is the state folder of the attempt.
const PartsName = "parts"

// PartsDir is the folder with the state of the parts of a plan file.
func (s *Store) PartsDir(plan string) string { return filepath.Join(s.dir(), PartsName, plan) }

// isPlan reports whether the name is that of a plan's folder.
func isPlan(name string) bool { return len(name) == 16 && strings.Trim(name, "0123456789abcdef") == "" }

// isAttempt reports whether the name is that of an attempt's folder: of a part (00007-…), of
// one of its examples (00007.2-…), of a queue's worker, of a merge, or of the submission of
// the plan, which is locked as an attempt is.
func isAttempt(name string) bool {
	of, _, ok := strings.Cut(name, "-")
	part, example, one := strings.Cut(of, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return ok && (of == "queue" || of == "merge" || of == "submit" || len(part) == 5 && digits(part) && (!one || digits(example)))
}

// planState is the state of one plan's parts.
type planState struct {
	dir      string
	attempts []string // the folders of attempts
	whole    bool     // the folder holds nothing else
}

// oldPlans lists the plans whose parts the policy removes: all, or those whose newest
// attempt was begun before its time.
func (s *Store) oldPlans(p Policy) ([]planState, error) {
	if !p.All && (p.OlderThan.IsZero() || p.Completed) {
		return nil, nil
	}
	parts := filepath.Join(s.dir(), PartsName)
	plans, err := s.list(parts)
	if err != nil {
		return nil, fmt.Errorf("looking for parts of plans: %w", err)
	}
	var out []planState
	for _, e := range plans {
		if !e.IsDir() || !isPlan(e.Name()) {
			continue // not hub's
		}
		// Making a folder in it gives a folder a new time.
		if info, err := e.Info(); err != nil || !p.All && !info.ModTime().Before(p.OlderThan) {
			continue
		}
		old := planState{dir: filepath.Join(parts, e.Name()), whole: true}
		entries, err := s.list(old.dir)
		if err != nil {
			return nil, fmt.Errorf("looking for parts of plans: %w", err)
		}
		for _, e := range entries {
			if e.IsDir() && isAttempt(e.Name()) {
				old.attempts = append(old.attempts, filepath.Join(old.dir, e.Name()))
			} else {
				old.whole = false
			}
		}
		if len(old.attempts) > 0 || old.whole {
			out = append(out, old)
		}
	}
	return out, nil
}

// removePlans removes the attempts that the policy removes, but for those that are
// running, and the folders of plans that are empty then. It returns what it removed, or
// would.
func (l *Lock) removePlans(p Policy) (removed []string, errs []error) {
	s := l.store
	plans, err := s.oldPlans(p)
	if err != nil {
		return nil, []error{err}
	}
	for _, plan := range plans {
		var gone []string
		for _, dir := range plan.attempts {
			free, err := s.freeAttempt(l.ctx, dir, p.DryRun)
			if err != nil {
				errs = append(errs, err)
			} else if free {
				gone = append(gone, dir)
			}
		}
		if plan.whole && len(gone) == len(plan.attempts) {
			gone = []string{plan.dir}
			if !p.DryRun { // an attempt that has begun meanwhile keeps it
				_ = s.in(func(dir *os.Root) error { return dir.Remove(filepath.Join(PartsName, filepath.Base(plan.dir))) })
			}
		}
		removed = append(removed, gone...)
	}
	return removed, errs
}

// freeAttempt removes the state of an attempt, unless dry; false if the attempt is running.
// The lock is held meanwhile, so that no attempt begins there.
func (s *Store) freeAttempt(ctx context.Context, dir string, dry bool) (free bool, err error) {
	own := Open(filepath.Join(dir, filepath.Base(s.file)), s.now)
	own.Root, own.Guard, own.Claim = s.Root, s.Guard, s.Claim
	if dry {
		return own.liveRun() == "", nil
	}
	lock, err := own.Lock(ctx, 0)
	if _, running := errors.AsType[*LockedError](err); running {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = errors.Join(s.remove([]string{dir}, false)...)
	return err == nil, errors.Join(err, lock.Unlock())
}
