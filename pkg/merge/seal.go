package merge

import "github.com/seed-00a9b34c/hub/pkg/runlog"

func unsealed(log *runlog.Log) string { return "" }
