package submit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Proved returns what the logs in the folder dir prove of the plan that the survey is of.
func Proved(survey *merge.Survey, file *planfile.File, dir string) Proofs {
	return Proofs{
		Parts: file.Header.Parts,
		Look: func(ctx context.Context) error {
			_, err := survey.Look(ctx, []string{dir}, dir, func(path string) string { return place.Relative(dir, path) })
			return err // the notes are printed when all is merged
		},
		Part: func(i int) Part {
			s := survey.Part(i)
			return Part{Proven: s.Proven(), Missing: s.Missing, Red: s.Red, Absent: s.Logs == 0, Why: strings.TrimSuffix(s.Text, "; run it again: "+s.Command), Running: s.Running, Seconds: file.Index.Parts[i-1].Seconds}
		},
		Why: func(i, k int) (string, []string) {
			s := survey.Example(i, k)
			return strings.TrimSuffix(s.Text, "; run it again: "+s.Command), s.Running
		},
		Refused: func(round int) map[engine.Task]string {
			out := map[engine.Task]string{}
			for _, r := range part.Refusals(dir, file.Header.ID, round) {
				out[engine.Task{Part: r.Index, Example: r.Example}] = r.Error
			}
			return out
		},
		Declare: survey.Declare,
	}
}

// Resumed returns the plan file of a submission that is taken up again: the named one, by
// its path relative to the folder dir, or the one that was submitted, by the plan's ID.
func (d *Desk) Resumed(name, dir string) (string, error) {
	if !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(name) {
		return place.Under(dir, name), nil
	}
	folder, err := plainfile.Folder(d.Folder(name))
	if err != nil {
		return "", usage.Errorf("--resume=%s: no plan of this ID was submitted here", name)
	}
	setup, err := recorded(folder)
	if err != nil {
		err = fmt.Errorf("--resume=%s: %w", name, err)
	}
	return setup.Plan, closed(folder, err)
}

// Planned returns the path for the plan of an ID that hub makes for its submission.
func (d *Desk) Planned(id string) string { return filepath.Join(d.Folder(id), PlanName) }

func closed(dir *os.Root, err error) error {
	if failed := dir.Close(); err == nil {
		return failed
	}
	return err
}
