package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters"
)

// counting is a report that holds how many problems the run had when it was written;
// of the times in fails (from 1) it cannot be written.
func counting(t *testing.T, path string, fails ...int) Target {
	n := 0
	return Target{Path: path, Reporter: reporters.Reporter{Name: filepath.Base(path), Write: func(w io.Writer, run *hub.Run) (string, error) {
		n++
		for _, fail := range fails {
			if n == fail {
				return "", errors.New("no room")
			}
		}
		_, err := fmt.Fprint(w, len(run.Problems))
		return fmt.Sprintf("note %d", n), err
	}}}
}

func TestDelivery(t *testing.T) {
	for name, c := range map[string]struct {
		a, b     []int // the times at which the reports cannot be written
		later    int   // problems that come up afterwards
		want     map[string]string
		problems int
	}{
		"all is well":              {want: map[string]string{"a": "0", "b": "0"}},
		"one cannot be written":    {a: []int{1}, want: map[string]string{"b": "1"}, problems: 1},
		"none can be written":      {a: []int{1}, b: []int{1}, want: map[string]string{}, problems: 2},
		"a problem afterwards":     {later: 2, want: map[string]string{"a": "2", "b": "2"}, problems: 2},
		"one not a second time":    {b: []int{2}, later: 1, want: map[string]string{"a": "2"}, problems: 2},
		"one after the other":      {a: []int{1}, b: []int{2}, want: map[string]string{}, problems: 2},
		"one not the second time":  {a: []int{2}, b: []int{3}, later: 1, want: map[string]string{}, problems: 3},
		"what is out is out":       {a: []int{1, 2, 3}, later: 1, want: map[string]string{"b": "2"}, problems: 2},
		"the last is in no report": {b: []int{2}, a: []int{2}, later: 1, want: map[string]string{}, problems: 3},
	} {
		t.Run(name, func(t *testing.T) {
			tt := t
			dir := t.TempDir()
			var run hub.Run
			targets := []Target{counting(t, filepath.Join(dir, "a"), c.a...), counting(t, filepath.Join(dir, "b"), c.b...)}
			d := Delivery{Writer: &Writer{Guard: place.New(dir)}, Run: func() *hub.Run { return &run }, Report: func(p hub.Problem) { run.Problems = append(run.Problems, p) }}
			d.All(context.Background(), targets)
			for i := range c.later {
				d.Report(hub.Problem{Kind: hub.ProblemScreen, Message: fmt.Sprint("later ", i)})
			}
			d.Again(context.Background())
			assert.Len(t, run.Problems, c.problems)
			found := map[string]string{}
			for _, name := range []string{"a", "b"} {
				if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
					found[name] = string(text)
				}
			}
			assert.Equal(t, c.want, found, "every file that is there shows every problem")
			var names []string
			for _, t := range d.Written(targets) {
				names = append(names, t.Name)
				assert.NotEmpty(tt, t.Note)
			}
			assert.Len(t, names, len(c.want))
			for _, name := range names {
				assert.Contains(t, c.want, name)
			}
		})
	}
}

// What is taken back is the report, and not what a link leads to that has taken
// the place of its folder.
func TestDeliveryRemovesNothingElsewhere(t *testing.T) {
	dir := t.TempDir()
	root, foreign := filepath.Join(dir, "p"), filepath.Join(dir, "foreign")
	for _, folder := range []string{filepath.Join(root, "out"), foreign} {
		require.NoError(t, os.MkdirAll(folder, 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(foreign, "a"), []byte("mine"), 0o644))
	var run hub.Run
	d := Delivery{Writer: &Writer{Guard: place.New(root)}, Run: func() *hub.Run { return &run }, Report: func(p hub.Problem) { run.Problems = append(run.Problems, p) }}
	d.All(context.Background(), []Target{counting(t, filepath.Join(root, "out", "a"))})
	require.NoError(t, os.RemoveAll(filepath.Join(root, "out")))
	if err := os.Symlink(foreign, filepath.Join(root, "out")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	d.Report(hub.Problem{Kind: hub.ProblemScreen, Message: "later"})
	d.Again(context.Background())
	text, err := os.ReadFile(filepath.Join(foreign, "a"))
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	assert.Contains(t, run.Problems[1].Message, "could not be removed: it is outside the project's root")
}

// What is found while files are written is in all of them, and in what readers get.
func TestDeliveryOfProblemsFoundBesideTheFiles(t *testing.T) {
	dir := t.TempDir()
	var run hub.Run
	var stdout strings.Builder
	d := Delivery{
		Writer: &Writer{Guard: place.New(dir), Stdout: &stdout},
		Run:    func() *hub.Run { return &run }, Report: func(p hub.Problem) { run.Problems = append(run.Problems, p) },
		Beside: func() []hub.Problem {
			return []hub.Problem{{Kind: hub.ProblemLeak, Message: "left"}, {Kind: hub.ProblemRecord, Message: "changed"}}
		},
	}
	d.All(context.Background(), []Target{counting(t, place.Stdout), counting(t, filepath.Join(dir, "a"))})
	require.Len(t, run.Problems, 2)
	text, err := os.ReadFile(filepath.Join(dir, "a"))
	require.NoError(t, err)
	assert.Equal(t, "2", string(text))
	assert.Equal(t, "2", stdout.String())
}
