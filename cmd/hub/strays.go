package main

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// killStrays ends what is left of the run before when that was killed with no
// chance to end its examples. The lock on the folder must be held: it is what
// makes sure that a run whose log is not closed is dead.
func (a *App) killStrays(runs string) error {
	id, err := runlog.Interrupted(runs)
	if err != nil || id == "" {
		return err
	}
	var names []string
	for _, p := range proc.KillStrays("HUB_RUN_ID=" + id) {
		names = append(names, p.String())
	}
	if len(names) > 0 {
		a.warn("run %s was killed and left processes behind, which were killed now: %s", id, strings.Join(names, ", "))
	}
	return nil
}
