package submit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The files in the folder of a submission, beside those of the engine. The plan is there
// when hub made it for the submission. Run logs alone end in .ndjson.
const (
	PlanName    = "plan.jsonl"
	JournalName = "journal.jsonl"
	lockName    = "lock"
)

// Setup is how a plan was submitted, which holds when it is taken up again.
type Setup struct {
	// Plan is the absolute path of the plan file, ID and Digest are those of its header.
	Plan   string `json:"plan"`
	ID     string `json:"id"`
	Digest string `json:"digest"`
	Engine string `json:"engine"`
	Slots  int    `json:"slots"`
	Retry  int    `json:"retryLost"`
	// Run is the template of the command line, for the engine command.
	Run []string `json:"run,omitempty"`
	// Deadline is when what is not done is cancelled; zero: never.
	Deadline time.Time `json:"deadline,omitzero"`
	// Reports are those that were asked for, with paths relative to the absolute path Dir.
	Reports []string `json:"reports,omitempty"`
	Dir     string   `json:"dir,omitempty"`
}

// entry is one line of the journal.
type entry struct {
	Type  string    `json:"type"`
	Time  time.Time `json:"time"`
	Setup *Setup    `json:"setup,omitempty"`
	Round int       `json:"round,omitempty"`
	// Batch is the name of the batch that is about to be handed in, with its tasks, or
	// that was, as Job.
	Batch string        `json:"batch,omitempty"`
	Tasks []engine.Task `json:"tasks,omitempty"`
	Slots int           `json:"slots,omitempty"`
	Job   string        `json:"job,omitempty"`
	Lost  []loss        `json:"lost,omitempty"`
}

// loss is a task that was lost, and why.
type loss struct {
	Task engine.Task `json:"task"`
	Why  string      `json:"why,omitempty"`
}

// The types of entries.
const (
	entrySetup     = "setup"
	entryHandingIn = "handing-in"
	entryHandedIn  = "handed-in"
	entryCancelled = "cancelled" // the round, without losses
	entrySettled   = "settled"   // the round
	entryEnded     = "ended"     // the submission: who takes it up wants what was lost tried again
)

// maxJournal bounds a journal in bytes.
const maxJournal = 1 << 30

// Journal is the record of a submission, open for its only follower.
type Journal struct {
	Setup Setup
	// Resumed says that the journal was there.
	Resumed bool

	file   *os.File
	lock   *flock.Flock
	now    func() time.Time
	round  int // that was begun last
	open   []*batch
	losses map[engine.Task]int
	alone  []loss    // examples that were lost alone
	given  time.Time // the deadline of who takes it up
}

// BusyError says that another hub follows the plan.
type BusyError struct{ ID string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("another hub is following plan %s: wait for it, or end it and take the plan up with --resume", e.ID)
}

// Begin makes the journal of a plan that was not submitted before in the folder dir. With
// resume it opens the one that is there, whose setup counts. The caller closes it.
func Begin(dir *os.Root, setup Setup, resume bool, now func() time.Time) (*Journal, error) {
	j := &Journal{Setup: setup, now: now, losses: map[engine.Task]int{}}
	j.lock = flock.New(filepath.Join(dir.Name(), lockName), flock.SetFlag(os.O_CREATE|os.O_RDONLY|plainfile.Careful), flock.SetPermissions(0o666))
	got, err := j.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking the submission: %w", errors.Join(err, j.lock.Close()))
	}
	if !got {
		return nil, errors.Join(&BusyError{setup.ID}, j.lock.Close())
	}
	if err := j.begin(dir, resume); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

func (j *Journal) begin(dir *os.Root, resume bool) error {
	file, err := plainfile.EditIn(dir, JournalName)
	switch {
	case errors.Is(err, os.ErrNotExist) && resume:
		return usage.Errorf("plan %s was never submitted here; submit it with 'hub submit ENGINE --plan=%s'", j.Setup.ID, j.Setup.Plan)
	case errors.Is(err, os.ErrNotExist):
		if j.file, err = plainfile.RewriteIn(dir, JournalName); err != nil {
			return fmt.Errorf("creating the journal: %w", err)
		}
		return j.add(entry{Type: entrySetup, Setup: &j.Setup})
	case err != nil:
		return fmt.Errorf("reading the journal: %w", err)
	}
	j.file = file
	if err := j.read(resume); err != nil {
		return fmt.Errorf("%s: %w", file.Name(), err)
	}
	if j.Resumed && !resume {
		return usage.Errorf("plan %s was submitted before; resume it with 'hub submit --resume=%s', or make a new plan", j.Setup.ID, j.Setup.Plan)
	}
	return nil
}

// read replays the journal, and drops a line that was not written to its end.
func (j *Journal) read(resume bool) error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() > maxJournal {
		return fmt.Errorf("it is larger than %d GiB", maxJournal>>30)
	}
	text, err := io.ReadAll(io.LimitReader(j.file, maxJournal))
	if err != nil {
		return err
	}
	whole := bytes.LastIndexByte(text, '\n') + 1
	if err := j.file.Truncate(int64(whole)); err != nil {
		return err
	}
	if _, err := j.file.Seek(int64(whole), io.SeekStart); err != nil {
		return err
	}
	if whole == 0 { // killed before the setup was written: nothing was handed in
		if resume {
			return usage.Errorf("plan %s was never submitted here", j.Setup.ID)
		}
		return j.add(entry{Type: entrySetup, Setup: &j.Setup})
	}
	j.Resumed = true
	n := 0
	for line := range bytes.Lines(text[:whole]) {
		n++
		var e entry
		err := json.Unmarshal(line, &e)
		if err == nil {
			err = j.replay(&e, n == 1)
		}
		if err != nil {
			return fmt.Errorf("line %d is damaged: %w", n, err)
		}
	}
	return nil
}

// replay takes one entry in.
func (j *Journal) replay(e *entry, first bool) error {
	if first != (e.Type == entrySetup) || first && e.Setup == nil {
		return errors.New("the setup is not the first line")
	}
	switch e.Type {
	case entrySetup:
		if e.Setup.ID != j.Setup.ID || e.Setup.Digest != j.Setup.Digest {
			return fmt.Errorf("it is of plan %s", e.Setup.ID)
		}
		j.given = j.Setup.Deadline
		if j.Setup = *e.Setup; !j.given.IsZero() {
			j.Setup.Deadline = j.given
		}
	case entryHandingIn:
		j.round = e.Round
		j.open = append(j.open, &batch{name: e.Batch, tasks: e.Tasks, slots: e.Slots})
	case entryHandedIn:
		for _, b := range j.open {
			if b.name == e.Batch {
				b.job = e.Job
			}
		}
	case entryCancelled:
		j.open = nil
		j.Setup.Deadline = j.given // which may be why
	case entrySettled:
		j.open = nil
		j.lose(e.Lost)
	case entryEnded:
		j.losses, j.alone = map[engine.Task]int{}, nil
		j.Setup.Deadline = j.given
	default:
		return fmt.Errorf("unknown type %q", e.Type)
	}
	return nil
}

// lose counts what a round lost.
func (j *Journal) lose(lost []loss) {
	for _, l := range lost {
		j.losses[l.Task]++
		if l.Task.Example > 0 {
			j.alone = append(j.alone, l)
		}
	}
}

// add appends an entry, and returns when it is on disk.
func (j *Journal) add(e entry) error {
	e.Time = j.now()
	line, err := json.Marshal(e)
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

// Close closes the journal, and lets others follow the plan.
func (j *Journal) Close() error {
	var err error
	if j.file != nil {
		err = j.file.Close()
	}
	if err = errors.Join(err, j.lock.Close()); err != nil {
		return fmt.Errorf("closing the journal: %w", err)
	}
	return nil
}

// readSetup reads the first line of a journal.
func readSetup(r io.Reader) (Setup, error) {
	var e entry
	if err := json.NewDecoder(io.LimitReader(r, 1<<20)).Decode(&e); err != nil || e.Type != entrySetup || e.Setup == nil {
		return Setup{}, errors.New("it is no journal of a submission")
	}
	return *e.Setup, nil
}
