package project

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Due returns the clean policy of hub.yaml, at the time now, and whether there is
// something to do for it. The examples are found only if that depends on them. backup: a
// copy of the status file is made first.
func (p *Project) Due(now time.Time, backup bool) (status.Policy, bool) {
	policy := status.Policy{KeepRuns: p.Config.Status.KeepRuns, Backup: backup}
	if p.Config.Clean.OlderThan > 0 {
		policy.OlderThan = now.Add(-p.Config.Clean.OlderThan)
	}
	return p.Store.Due(policy, func() ([]hub.Example, bool) {
		cat, err := catalog.Discover(p.Config, nil)
		if err != nil {
			return nil, false
		}
		return cat.Examples, !cat.Incomplete()
	})
}
