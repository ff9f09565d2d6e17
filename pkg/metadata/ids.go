package metadata

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// IDs writes the IDs of examples into their metadata, where that has none.
type IDs struct {
	Config *config.Config
	Guard  *place.Guard
	// Short: IDs of four digits are written, see [ShortIDs].
	Short bool
	// DryRun: nothing is written.
	DryRun bool
	// Verbose: Text lists each ID, as it does with DryRun.
	Verbose bool
	// Shown returns a path as it is printed, and Warn prints a line.
	Shown func(path string) string
	Warn  func(format string, args ...any)
}

// Write writes the IDs of all examples of the catalog. It goes on after an error, and
// returns what to print beside it: the number of IDs written and there before.
func (w *IDs) Write(examples []hub.Example) (text string, err error) {
	var errs []error
	var out strings.Builder
	wrote, had := 0, 0
	reader, short := NewReader(w.Config, examples), NewShortIDs(examples)
	for _, e := range examples {
		m, err := reader.Read(e)
		if err == nil && m.Get("id") != nil {
			had++
			continue
		}
		if other := reader.Other(e); err == nil && other != "" {
			w.Warn("%s: no ID was written: %s is the same file and would get the same ID", sanitize.Line(e.Path), sanitize.Line(other))
			continue
		}
		shown := e.Path
		if err == nil {
			var change Change
			if w.Short {
				e.ID, err = w.short(short, &e)
			}
			if err == nil {
				change, err = m.Set("id", e.ID)
				shown = w.Shown(change.File)
			}
			if err == nil && !w.DryRun {
				err = change.Write(w.Guard)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: no ID was written: %w", shown, err))
			continue
		}
		wrote++
		if w.DryRun || w.Verbose {
			fmt.Fprintf(&out, "%s  id: %s\n", shown, sanitize.Line(e.ID))
		}
	}
	verb := "Wrote"
	if w.DryRun {
		verb = "Would write"
	}
	fmt.Fprintf(&out, "%s %s; %s already had one.\n", verb, render.Count(wrote, "ID"), render.Count(had, "example"))
	return out.String(), errors.Join(errs...)
}

// short returns the short ID of an example, and warns if it is not the first.
func (w *IDs) short(ids *ShortIDs, e *hub.Example) (string, error) {
	id, collision, err := ids.Take(e)
	if err == nil && collision != "" {
		w.Warn("%s: %s, so the ID is %s", sanitize.Line(e.Path), sanitize.Line(collision), id)
	}
	return id, err
}
