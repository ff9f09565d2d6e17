package judge

import (
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// Baseline returns how a run compares its results with a baseline; nil for nil.
func Baseline(known *baseline.File) *runner.Baseline {
	if known == nil {
		return nil
	}
	return &runner.Baseline{Same: baseline.Same, Strict: known.Strict}
}
