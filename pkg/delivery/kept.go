package delivery

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// latest names the run that was recorded last.
const latest = "latest"

// Kept reads a recorded run: latest, which was recorded last, latest~N, the N-th before
// it, the ID of a run whose log is kept, or a file, relative to dir: a run log or a JSON
// report. warnings say what is odd about a log. It is a usage error when there is no such
// run.
func Kept(ctx context.Context, p *project.Project, from, dir string) (run *hub.Run, warnings []string, err error) {
	ids, err := p.Store.Runs()
	if err != nil {
		return nil, nil, err
	}
	if back, ok := backFrom(from); ok {
		switch {
		case len(ids) == 0:
			return nil, nil, usage.Errorf("no run is recorded in %s; 'hub all' records one", p.Store.RunsDir())
		case back >= len(ids):
			return nil, nil, usage.Errorf("%s: only %s recorded in %s", from, text.Plural(len(ids), "run"), p.Store.RunsDir())
		}
		from = ids[len(ids)-1-back]
	}
	path := runlog.Path(p.Store.RunsDir(), from)
	var notReport error
	log, err := runlog.Log{}, fs.ErrNotExist
	if filepath.Base(from) == from {
		log, err = p.Store.Log(ctx, from)
	}
	if errors.Is(err, fs.ErrNotExist) {
		path = place.Under(dir, from)
		if run, notReport = readJSON(path); notReport == nil {
			return run, nil, nil
		}
		log, err = runlog.Read(path)
	}
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, usage.Errorf("%w", &usage.Unknown{What: "run", Value: from, Known: append([]string{latest}, ids...)})
	case isOdd:
		return nil, nil, usage.Errorf("%s: %w", from, odd)
	case err != nil:
		return nil, nil, err
	case !log.Started && notReport == nil:
		return nil, nil, fmt.Errorf("%s holds no run: hub was killed before it recorded anything", path)
	case !log.Started:
		return nil, nil, fmt.Errorf("%s is neither a run log nor a JSON report that this hub can read: %w", path, notReport)
	}
	for _, text := range log.Remarks() {
		warnings = append(warnings, path+": "+text)
	}
	if log.Damages > 0 {
		warnings = append(warnings, path+": "+log.Run.Problems[len(log.Run.Problems)-1].Message)
	}
	return &log.Run, warnings, nil
}

// backFrom returns how many runs before the latest one the name means: 0 for latest, N
// for latest~N.
func backFrom(name string) (back int, ok bool) {
	if name == latest {
		return 0, true
	}
	number, ok := strings.CutPrefix(name, latest+"~")
	if !ok {
		return 0, false
	}
	back, err := strconv.Atoi(number)
	return back, err == nil && back >= 0
}

// maxJSON bounds a JSON report that is read, in bytes.
const maxJSON = 1 << 30

// readJSON reads a file that the json reporter wrote.
func readJSON(path string) (*hub.Run, error) {
	f, err := plainfile.Open(path, maxJSON)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing can be lost
	return reporters.ReadJSON(f)
}
