package main

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// What a run's header holds for its reports, which know nothing but the run.

// previous is how the examples came out when they last completed or failed, as
// far as that is remembered; nil when nothing is.
func previous(known *status.File, plan []hub.Example) map[string]hub.Status {
	var out map[string]hub.Status
	for i := range plan {
		entry, ok := known.Get(plan[i].ID)
		if !ok {
			continue
		}
		if came := lastOutcome(&entry); came != "" {
			if out == nil {
				out = make(map[string]hub.Status, len(plan))
			}
			out[plan[i].ID] = came
		}
	}
	return out
}

// lastOutcome passes over what is no outcome of the example's own: a skip, an
// interruption.
func lastOutcome(e *status.Entry) hub.Status {
	outcome := func(s hub.Status) bool { return s == hub.StatusCompleted || s == hub.StatusError }
	if outcome(e.Status) {
		return e.Status
	}
	for i := len(e.History) - 1; i >= 0; i-- {
		if outcome(e.History[i].Status) {
			return e.History[i].Status
		}
	}
	return ""
}

// userJob is what the numbers of --attempt are counted within.
const userJob = "--attempt"

// identity is where in a pipeline the run is: as the flags say, else as the CI
// system does. The attempt of a flag compares with no number of a system.
func (f *PlaceFlags) identity(app *App) (ci.Identity, error) {
	if f.Attempt != nil && *f.Attempt < 1 {
		return ci.Identity{}, usage.Errorf("--attempt=%d: must be 1 or more", *f.Attempt)
	}
	here := app.identity()
	if given := app.secrets.String(line(f.Pipeline)); given != "" {
		here.Pipeline = given
	}
	if given := app.secrets.String(line(f.Axis)); given != "" {
		here.Axis = given
	}
	if f.Attempt != nil {
		here.Attempt, here.Job = *f.Attempt, userJob
	}
	return here, nil
}

// identity is what the CI system says, safe to be recorded.
func (a *App) identity() ci.Identity {
	here := ci.Systems().Identify(a.getenv)
	for _, text := range []*string{&here.Pipeline, &here.Axis, &here.Job} {
		*text = a.secrets.String(line(*text))
	}
	return here
}

// sourceURL is where people read a file of the project at the commit that is
// checked out; empty when there is no such place.
func (a *App) sourceURL(root string) string {
	address, checkout := ci.Systems().Source(a.getenv)
	if address == "" || checkout == "" {
		return address
	}
	below, err := filepath.Rel(place.Real(checkout), place.Real(root))
	if err != nil || !filepath.IsLocal(below) {
		return ""
	}
	if below != "." {
		path := (&url.URL{Path: filepath.ToSlash(below)}).EscapedPath()
		address = strings.Replace(address, "{path}", path+"/{path}", 1)
	}
	return a.secrets.String(address)
}
