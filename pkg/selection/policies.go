package selection

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Policies returns what of a run's policies the digest of its plan covers: what
// flaky and doubtful passes mean, the skips that are errors, and by runner the
// expressions in an output that are failures. The order of what is given changes
// nothing.
func Policies(flaky, doubtful string, require []hub.Requirement, failOn map[string][]string) []string {
	out := []string{"flaky " + flaky, "doubtful " + doubtful}
	var required []string
	for _, r := range require {
		required = append(required, "require "+string(r))
	}
	slices.Sort(required)
	out = append(out, slices.Compact(required)...)
	for _, runner := range slices.Sorted(maps.Keys(failOn)) {
		if len(failOn[runner]) > 0 {
			out = append(out, fmt.Sprintf("fail-on-output of %s %q", runner, failOn[runner]))
		}
	}
	return out
}
