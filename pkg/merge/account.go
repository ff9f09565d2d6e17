package merge

import (
	"fmt"
	"slices"
	"time"
)

// Account lists which logs count and which do not, one line each.
func (j *Joined) Account() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, p := range j.Foreign {
		add("shard %d/%d: %s does not count: it belongs to %s, the merged run to %s",
			p.shard().Index, p.shard().Total, p.Path, pipelineText(p.run()), pipelineText(&j.Run))
	}
	out = append(out, j.Notes...)
	for _, p := range j.Parts {
		run := p.run()
		add("shard %d/%d: %s, %s of %s (%s)", run.Shard.Index, run.Shard.Total, run.End.Reason, count(len(run.Plan), "example"), run.ID, p.Path)
	}
	if len(j.Parts) == 0 {
		return out
	}
	byStart := func(a, b Part) int { return a.run().Started.Compare(b.run().Started) }
	first, last := slices.MinFunc(j.Parts, byStart), slices.MaxFunc(j.Parts, byStart)
	if first.run().Pipeline == "" && last.run().Started.Sub(first.run().Started) > farApart {
		add("%s started at %s and %s at %s: make sure that both belong to one pipeline, or pass --pipeline=ID to 'hub ci', so that hub can check it",
			first.Path, first.run().Started.UTC().Format(time.RFC3339), last.Path, last.run().Started.UTC().Format(time.RFC3339))
	}
	return out
}

// farApart is the greatest expected time between the starts of the shards of
// one plan, when only clocks can tell: a day is longer than jobs of the large
// CI systems wait and run, and shorter than the age of an old cache or
// workspace.
const farApart = 24 * time.Hour

func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
