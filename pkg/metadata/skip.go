package metadata

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Exclusion says how an example is marked as skipped.
type Exclusion struct {
	Guard *place.Guard
	// Reason is why; empty: skip is true.
	Reason string
	// Shown returns a path as it is printed, and Hide masks secrets.
	Shown, Hide func(string) string
}

// Exclude marks an example as skipped, and says so in one line. An example that is
// marked already stays as it is, unless another reason is given.
func (r *Reader) Exclude(e hub.Example, x Exclusion) (string, error) {
	m, err := r.Read(e)
	if err != nil {
		return "", fmt.Errorf("excluding %s: %w", e.ID, err)
	}
	value, want := any(true), hub.SkipUnexplained
	if x.Reason != "" {
		value, want = x.Reason, hub.Skip(x.Reason)
	}
	if was := m.Skip(); was == want || was != "" && x.Reason == "" {
		return fmt.Sprintf("%s is already excluded: %s\n", sanitize.Line(e.ID), sanitize.Line(x.Hide(string(was)))), nil
	}
	change, err := m.Set("skip", value)
	if err == nil {
		err = change.Write(x.Guard)
	}
	where := x.Shown(change.File)
	if err != nil {
		return "", fmt.Errorf("excluding %s: %s: %w", e.ID, where, err)
	}
	if where == e.ID {
		where = "its metadata"
	}
	return fmt.Sprintf("Excluded %s: wrote skip to %s\n", sanitize.Line(e.ID), where), nil
}
