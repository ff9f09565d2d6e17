package merge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io/fs"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// planLog is what is kept of one log of a plan: no results, but where they are.
type planLog struct {
	path, shown string
	info        fs.FileInfo // when it was read
	ours        bool        // a log of this plan, by the plan's ID
	queued      bool        // of a worker of a queue
	started     time.Time

	// header is without what grows with the number of examples.
	header   hub.RunHeader
	part     hub.Part
	end      hub.RunEnd
	steps    []hub.Step
	problems []hub.Problem
	receipts []hub.Receipt

	// loss and why say why the log proves nothing; Proven: it does.
	loss Loss
	why  string

	runs     map[string]int32 // of a merged run: positions of runs in the header's Parts, plus one
	results  []found
	hashes   [][sha256.Size]byte // of the lines of results, which a queue can name; else nil
	examples []piece             // where it describes examples
	running  []string            // examples that were started and have no result
	tried    map[int32]hub.Error // the failed attempts of examples without a result
}

// piece is a part of a log that concerns the example at a position of the plan.
type piece struct {
	off  int64
	sum  uint64 // of the bytes
	at   int32
	size int32
}

// found is a result in a log.
type found struct {
	piece
	kind kind
	// run is the position in the header's Parts of the run that the result is from, plus
	// one; 0: this one.
	run int32
	// refused: the queue, or the merge that wrote the log, does not count it.
	refused bool
}

// kind ranks results: of several that nothing orders the greatest counts.
type kind uint8

const (
	noOutcome  kind = iota // interrupted
	lost                   // [hub.ErrLost]: any other result is better evidence
	passed                 // soundly
	passedSome             // flaky or doubtful
	skipped
	allowed // a failure that does not gate
	failed
)

func kindOf(r *hub.Result) kind {
	switch {
	case r.Status == hub.StatusError && r.Error != nil && r.Error.Type == hub.ErrLost:
		return lost
	case r.Status == hub.StatusError && r.Gates():
		return failed
	case r.Status == hub.StatusError:
		return allowed
	case r.Status == hub.StatusSkipped:
		return skipped
	case r.Status == hub.StatusCompleted && !r.Sound():
		return passedSome
	case r.Status == hub.StatusCompleted:
		return passed
	}
	return noOutcome
}

func (f *found) gates() bool { return f.kind == failed || f.kind == lost }
func (f *found) red() bool   { return f.kind == failed || f.kind == allowed }

// read reads the log at path. It is nil, without an error, if the file is no run log.
func (s *Survey) read(ctx context.Context, path, shown string) (*planLog, error) {
	file, err := plainfile.Open(path, runlog.MaxSize)
	if err != nil {
		return nil, err
	}
	defer file.Close() // read only: nothing can be lost
	l := &planLog{path: path, shown: shown}
	if l.info, err = file.Stat(); err != nil {
		return nil, err
	}
	first := true
	log, err := s.reader.Scan(plainfile.Reader(ctx, file), func(line runlog.Line) {
		if first && line.Event.Type == hub.EventRunStarted {
			first = false
			part := line.Event.Run.Part
			l.ours = part != nil && part.Plan == s.file.Header.ID
			l.queued = part.Queued()
			l.runs = map[string]int32{}
			for i, p := range line.Event.Run.Parts {
				l.runs[p.Run] = int32(i) + 1
			}
		}
		if l.ours {
			l.visit(s, &line)
		}
	})
	if err != nil || !log.Started {
		return nil, err
	}
	l.finish(s, &log)
	return l, nil
}

// visit notes where a line has a result or describes examples.
func (l *planLog) visit(s *Survey, line *runlog.Line) {
	switch e := &line.Event; e.Type {
	case hub.EventRunStarted:
		l.describe(s, line, e.Run.Plan, line.Plan)
	case hub.EventExampleTaken:
		var taken struct {
			Example json.RawMessage `json:"example"`
		}
		if e.Example != nil && json.Unmarshal(line.Text, &taken) == nil {
			l.describe(s, line, []hub.Example{*e.Example}, []json.RawMessage{taken.Example})
		}
	case hub.EventExampleFinished, hub.EventResultSuperseded:
		earlier := e.Type == hub.EventResultSuperseded
		if at, ok := s.at[e.Result.ID]; ok && !(earlier && l.queued) {
			l.results = append(l.results, found{piece: s.piece(at, line.Offset, line.Text), kind: kindOf(e.Result), run: l.runs[e.Result.RunID], refused: earlier})
			if l.queued {
				l.hashes = append(l.hashes, sha256.Sum256(line.Text))
			}
		}
	}
}

// describe notes where the examples are described, which are in the line as raw says, in
// that order.
func (l *planLog) describe(s *Survey, line *runlog.Line, examples []hub.Example, raw []json.RawMessage) {
	from := 0
	for i, text := range raw {
		// The same bytes earlier in the line would do as well.
		from += bytes.Index(line.Text[from:], text)
		if at, ok := s.at[examples[i].ID]; ok && examples[i].Item() == s.items[at] {
			l.examples = append(l.examples, s.piece(at, line.Offset+int64(from), text))
		}
		from += len(text)
	}
}

func (s *Survey) piece(at int32, off int64, text []byte) piece {
	return piece{off: off, sum: maphash.Bytes(s.seed, text), at: at, size: int32(len(text))}
}

// finish takes what is kept of the log, and judges it.
func (l *planLog) finish(s *Survey, log *runlog.Log) {
	run := &log.Run
	l.header, l.end, l.started = run.RunHeader, run.End, run.Started
	if !l.ours {
		l.results, l.examples = nil, nil
		l.header = hub.RunHeader{Part: run.Part}
		return
	}
	l.part, l.steps, l.problems, l.receipts = *run.Part, run.Steps, run.Problems, run.Receipts
	if log.Damages > 0 {
		l.problems = l.problems[:len(l.problems)-1] // the last one is the damage
	}
	planned := map[int32]bool{} // what the log describes as the plan does
	for _, p := range l.examples {
		planned[p.at] = true
	}
	l.loss, l.why = s.judge(log, planned)
	l.header.Plan, l.header.Previous, l.header.History, l.header.PlanItems = nil, nil, nil, nil
	if l.loss == Foreign {
		l.results, l.hashes, l.examples, l.receipts = nil, nil, nil, nil
		return
	}
	if l.queued {
		l.answered(s, log)
	}
	l.unended(s, log)
}

// answered marks what the queue has refused, and takes the outcome from results that
// contradict themselves or what the log says of the example: a receipt proves that a
// worker wrote such a line, but not that the example passed.
func (l *planLog) answered(s *Survey, log *runlog.Log) {
	taken := make(map[string]bool, len(log.Run.Plan))
	for i := range log.Run.Plan {
		taken[log.Run.Plan[i].ID] = true
	}
	contradicted := make(map[string]bool, len(log.Contradicted))
	for _, id := range log.Contradicted {
		contradicted[id] = true
	}
	for i := range l.results {
		f := &l.results[i]
		id := s.items[f.at].ID()
		f.refused = !taken[id]
		if contradicted[id] && f.kind != failed {
			f.kind = noOutcome
		}
	}
}

// unended takes what is known of examples that were started and have no result.
func (l *planLog) unended(s *Survey, log *runlog.Log) {
	unfinished := map[string]bool{}
	for _, id := range log.Unfinished {
		unfinished[id] = true
		if log.Sealed == runlog.SealOpen {
			l.running = append(l.running, sanitize.Line(id))
		}
	}
	for i := range log.Run.Results {
		res := &log.Run.Results[i]
		at, ok := s.at[res.ID]
		if !ok || !unfinished[res.ID] {
			continue
		}
		for _, a := range res.Attempts {
			if a.Error != nil {
				if l.tried == nil {
					l.tried = map[int32]hub.Error{}
				}
				l.tried[at] = *a.Error
			}
		}
	}
}

// judge says whether the log proves what it has, and if not, why. described are the
// positions of the examples that it describes as the plan has them.
func (s *Survey) judge(log *runlog.Log, described map[int32]bool) (Loss, string) {
	run := &log.Run
	if why := s.misfit(run, described); why != "" {
		return Foreign, why
	}
	why := log.Unproven()
	switch {
	case why == "" && (run.End.Part == nil || *run.End.Part != *run.Part):
		return Damaged, "its end names another part than its beginning"
	case why == "":
		return Proven, ""
	case log.Sealed == runlog.SealOpen && log.Damages == 0:
		return Killed, why
	}
	return Damaged, why
}

// misfit says why the log is not of what its header says; empty when it is.
func (s *Survey) misfit(run *hub.Run, described map[int32]bool) string {
	part, plan := run.Part, &s.file.Header
	of := len(run.Plan)
	switch {
	case !runlog.IsID(run.ID):
		return fmt.Sprintf("%q is not a valid run ID", run.ID)
	case run.PlanDigest != plan.Digest || part.Total != plan.Parts:
		return "it names the plan's ID, but another digest or number of parts"
	case part.Queued():
		for i := range run.Plan {
			if at, ok := s.at[run.Plan[i].ID]; !ok || !described[at] {
				return fmt.Sprintf("it has %s, which is not in the plan so", sanitize.Line(run.Plan[i].ID))
			}
		}
		return ""
	case part.Index < 0 || part.Index > plan.Parts || part.To != 0 && (part.To < part.Index || part.To > plan.Parts || run.Command != command):
		return fmt.Sprintf("the plan has no part %d", part.Index)
	case part.To == 0 && part.Hash != s.file.Index.Parts[part.Index-1].Hash:
		return "it names the part, but another hash of it"
	}
	from, to := s.first[part.Index-1], s.first[max(part.Index, part.To)]
	switch {
	case part.To != 0: // whatever has a result in it
		return s.within(run, from, to)
	case part.Example < 0 || int32(part.Example) > to-from:
		return fmt.Sprintf("part %d has no example %d", part.Index, part.Example)
	case part.Example > 0:
		from += int32(part.Example) - 1
		to = from + 1
	}
	if of != int(to-from) || len(described) != of {
		return fmt.Sprintf("it has %s, of which %d are those of the part, which has %d", count(of, "example"), len(described), to-from)
	}
	return s.within(run, from, to)
}

// within says which example of the run is not between two positions of the plan.
func (s *Survey) within(run *hub.Run, from, to int32) string {
	for i := range run.Plan {
		if at, ok := s.at[run.Plan[i].ID]; !ok || at < from || at >= to {
			return fmt.Sprintf("it has %s, which is not in its part", sanitize.Line(run.Plan[i].ID))
		}
	}
	return ""
}

// errChanged says that a log is not what it was when it was checked.
var errChanged error = changedError{}

type changedError struct{}

func (changedError) Error() string { return "the file has changed since it was checked; merge again" }
