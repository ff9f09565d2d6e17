package selection

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Policies returns the policies of a run that the digest of its plan covers:
// how to treat flaky and doubtful passes, the skips that are errors, and by
// runner the expressions that must not match the output. The order of the
// arguments does not matter.
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
