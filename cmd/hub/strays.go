package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// killStrays ends what is left of runs that were killed with no chance to end
// their examples. The lock on the folder must be held: it is what makes sure
// that a run whose log is not closed is dead. Not only the newest one is asked:
// a joined run has a log as well.
func (a *App) killStrays(store *status.Store) error {
	var ids []string
	err := store.Within(store.RunsDir(), func(dir *os.Root) error {
		recorded, err := runlog.ListIn(dir)
		if len(recorded) > runlog.MaxLooked { // the names follow the clock
			recorded, err = store.Runs()
		}
		if err == nil {
			ids, err = runlog.Unclosed(dir, recorded)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // nothing is recorded
	}
	entries := make([]string, len(ids))
	for i, id := range ids {
		entries[i] = "HUB_RUN_ID=" + id
	}
	for i, found := range proc.KillStrays(entries) {
		var names []string
		for _, p := range found {
			names = append(names, p.String())
		}
		if len(names) > 0 {
			a.warn("run %s was killed and left processes behind, which were killed now: %s", ids[i], strings.Join(names, ", "))
		}
	}
	return err
}
