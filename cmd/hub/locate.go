package main

import (
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/workspace"
)

// locate finds the folder that hub acts in, and the one that the user names for
// the state. The working directory of the process stays what it is.
func (a *App) locate() (err error) {
	if a.Dir, err = place.Start(a.Getwd, a.Global.Chdir); err != nil {
		return err
	}
	a.Temp = place.Under(a.Dir, a.Temp)
	a.State = a.getenv("HUB_STATE")
	if a.Global.State != nil {
		if a.State = *a.Global.State; a.State == "" {
			return usage.Errorf("--state: no folder is named; pass --state=DIR")
		}
	}
	if a.State != "" {
		a.State = place.Under(a.Dir, a.State)
	}
	a.work = &workspace.Workspace{
		Dir: a.Dir, Config: a.Global.Config, State: a.State, Environ: a.Environ, Verbose: a.Global.Verbose,
		Now: a.Now, Watch: a.Watch, Heap: a.heap, Warn: a.warn, Safely: a.safely,
	}
	return nil
}
