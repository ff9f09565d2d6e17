package selection

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Policies returns the policies of a run that the digest of its plan covers:
// how to treat flaky and doubtful passes, and the skips that are errors, in any order.
func Policies(flaky, doubtful string, require []hub.Requirement) []string {
	out := []string{"flaky " + flaky, "doubtful " + doubtful}
	var required []string
	for _, r := range require {
		required = append(required, "require "+string(r))
	}
	slices.Sort(required)
	return append(out, slices.Compact(required)...)
}
