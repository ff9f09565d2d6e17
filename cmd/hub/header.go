package main

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
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

// pipeline identifies the pipeline that hub runs in: by what was given, else as
// the CI system says.
func (a *App) pipeline(given string) string {
	if given = line(given); given == "" {
		given = line(ci.Pipeline(a.getenv))
	}
	return a.secrets.String(given)
}

// sourceURL is where people read a file of the project at the commit that is
// checked out; empty when there is no such place.
func (a *App) sourceURL(root string) string {
	address, checkout := ci.Source(a.getenv)
	if address == "" || checkout == "" {
		return address
	}
	below, err := filepath.Rel(resolved(checkout), resolved(root))
	if err != nil || !filepath.IsLocal(below) {
		return ""
	}
	if below != "." {
		path := (&url.URL{Path: filepath.ToSlash(below)}).EscapedPath()
		address = strings.Replace(address, "{path}", path+"/{path}", 1)
	}
	return a.secrets.String(address)
}
