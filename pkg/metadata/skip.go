package metadata

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Exclude marks an example as skipped, for a reason or, with an empty one, without. It
// returns the file that it wrote; or, where the mark was there already and no other reason
// is given, the reason that is there. On an error the file is set where it is known.
func (r *Reader) Exclude(guard *place.Guard, e hub.Example, reason string) (file string, was hub.Skip, err error) {
	m, err := r.Read(e)
	if err != nil {
		return "", "", err
	}
	value, want := any(true), hub.SkipUnexplained
	if reason != "" {
		value, want = reason, hub.Skip(reason)
	}
	if was := m.Skip(); was == want || was != "" && reason == "" {
		return "", was, nil
	}
	change, err := m.Set("skip", value)
	if err == nil {
		err = change.Write(guard)
	}
	return change.File, "", err
}
