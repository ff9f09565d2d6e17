package junit

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// layout is what the documents of a run in one dialect have in common, whatever their
// detail: a large run is measured with several.
type layout struct {
	run, pairs *hub.Run
	dialect    dialect
	ids        []caseID
	groups     [][]int // positions of the cases of each suite
	sizes      map[[2]bool][]int32
}

func newLayout(run *hub.Run, d dialect) *layout {
	pairs := text.Paired(run)
	ids := identify(pairs.Plan)
	return &layout{run: run, pairs: pairs, dialect: d, ids: ids, groups: grouped(ids), sizes: map[[2]bool][]int32{}}
}

// known returns the sizes of the cases, by position, as far as they are known and do not
// depend on how texts are bounded in that detail; else 0.
func (l *layout) known(d detail) []int32 {
	key := [2]bool{d.properties, d.when}
	if l.sizes[key] == nil {
		l.sizes[key] = make([]int32, len(l.ids))
	}
	return l.sizes[key]
}

// unbounded reports whether the case of a result has no text that a detail bounds: it is an
// ordinary pass.
func unbounded(c *testcase, res *hub.Result) bool {
	return c.Skipped == nil && c.Error == nil && c.Failure == nil && len(res.Attempts) <= 1 && res.Sound() && len(res.Leaked) == 0 &&
		res.AllowedFailure == nil && res.Baseline == "" && !text.ShowsOutput(res) && len(text.OutputFiles(res)) == 0
}

// write writes the document with the given detail, and with a note of what it omits unless
// that is empty.
func (l *layout) write(w io.Writer, level detail, note string) error {
	doc := l.document(level)
	doc.noteLeftOut(note)
	return doc.write(w)
}
