package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

const settings = `version: 1
sources: [{path: ex, inputs: [../lib/*.txt]}]
`

// project is a folder with examples in it.
func project(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range map[string]string{
		"hub.yaml": settings, "ex/a.sh": "echo a\n", "ex/b.sh": "# ---\n# needs: {files: [data/b.csv]}\n# expect: {stdout: {golden: want.txt}}\n# ---\necho b\n",
		"ex/want.txt": "b\n", "data/b.csv": "1\n", "ex/own/run.sh": "echo own\n", "ex/own/part.txt": "1\n", "lib/x.txt": "x\n", "notes.txt": "n\n",
	} {
		put(t, filepath.Join(root, filepath.FromSlash(name)), text)
	}
	return root
}

func find(root string) (*config.Config, *catalog.Catalog, error) {
	cfg, err := config.Load(root, "", func(string) (string, bool) { return "", false })
	if err != nil {
		return nil, nil, err
	}
	cat, err := catalog.Discover(cfg, nil)
	return cfg, cat, err
}

func TestTouched(t *testing.T) {
	root := project(t)
	cfg, cat, err := find(root)
	require.NoError(t, err)
	require.Len(t, cat.Examples, 3)
	all := "ex/a.sh ex/b.sh ex/own"
	for changed, c := range map[string]struct{ idle, running string }{
		"ex/a.sh":           {"ex/a.sh", "ex/a.sh"},
		"ex/want.txt":       {"ex/b.sh", "ex/b.sh"},
		"data/b.csv":        {"ex/b.sh", "ex/b.sh"},
		"data":              {"ex/b.sh", "ex/b.sh"},
		"ex/own/run.sh":     {"ex/own", "ex/own"},
		"ex/own/part.txt":   {"ex/own", ""},
		"ex/own/new/x.txt":  {"ex/own", ""},
		"ex/own":            {"ex/own", "ex/own"},
		"ex":                {all, all},
		"ex/example.yaml":   {"ex/a.sh ex/b.sh", "ex/a.sh ex/b.sh"},
		"lib/x.txt":         {all, all},
		"lib/new.txt":       {all, all},
		"lib/x.md":          {all, ""}, // it is gone, and may have been a folder
		"lib":               {all, all},
		"hub.yaml":          {all, all},
		"hub.baseline.yaml": {all, all},
		"notes.txt":         {"", ""},
		"exx/a.sh":          {"", ""},
	} {
		b := Batch{Paths: []string{filepath.Join(root, filepath.FromSlash(changed))}}
		assert.Equal(t, c.idle, strings.Join(Touched(b, cfg, cat.Examples, nil, true), " "), changed)
		assert.Equal(t, c.running, strings.Join(Touched(b, cfg, cat.Examples, nil, false), " "), "%s, while examples run", changed)
	}
	assert.Len(t, Touched(Batch{All: true}, cfg, cat.Examples, nil, true), 3)
	known := idsOf(cat.Examples)
	delete(known, "ex/own")
	assert.Equal(t, []string{"ex/own"}, Touched(Batch{Paths: []string{"/x"}}, cfg, cat.Examples, known, false), "it is new")
}

// story plays a user and the runs: each run calls the next step and returns what it ran.
type story struct {
	root  string
	runs  chan []string
	goOn  chan struct{}
	said  chan string
	ended chan error
	stop  context.CancelCauseFunc
}

var errEnd = errors.New("the end")

func tell(t *testing.T) *story {
	s := &story{root: project(t), runs: make(chan []string), goOn: make(chan struct{}), said: make(chan string, 100), ended: make(chan error, 1)}
	ctx, stop := context.WithCancelCause(context.Background())
	s.stop = stop
	say := func(text string) { s.said <- text }
	l := &Loop{
		Find: func() (*config.Config, *catalog.Catalog, error) { return find(s.root) },
		Chosen: func(_ *catalog.Catalog, ids []string) ([]string, error) {
			return slices.DeleteFunc(ids, func(id string) bool { return id == "ex/b.sh" }), nil // --not
		},
		Run: func(_ context.Context, ids []string) error {
			s.runs <- slices.Clone(ids)
			<-s.goOn
			return nil
		},
		Say:      func(format string, args ...any) { say(fmt.Sprintf(format, args...)) },
		Complain: func(err error) { say("error: " + err.Error()) },
	}
	go func() { s.ended <- l.Watch(ctx) }()
	t.Cleanup(func() {
		stop(errEnd)
		select {
		case <-s.runs:
			close(s.goOn)
		case err := <-s.ended:
			s.ended <- err
		}
		require.ErrorIs(t, <-s.ended, errEnd)
	})
	return s
}

func (s *story) save(t *testing.T, name, text string) {
	put(t, filepath.Join(s.root, filepath.FromSlash(name)), text)
}

// hears waits until hub says a line with the text.
func (s *story) hears(text string) {
	for !strings.Contains(<-s.said, text) {
	}
}

func TestWatch(t *testing.T) {
	s := tell(t)
	require.Nil(t, <-s.runs, "the selection")
	s.goOn <- struct{}{}
	s.hears("waiting for changes")

	s.save(t, "ex/a.sh", "echo a2\n")
	require.Equal(t, []string{"ex/a.sh"}, <-s.runs)
	s.hears("ex/a.sh changed")
	s.save(t, "ex/own/run.sh", "echo own2\n") // while it runs
	s.goOn <- struct{}{}
	require.Equal(t, []string{"ex/own"}, <-s.runs)
	s.goOn <- struct{}{}
	s.hears("waiting for changes")

	s.save(t, "ex/b.sh", "echo b2\n") // which is not selected
	s.save(t, "notes.txt", "n2\n")
	s.save(t, "ex/c.sh", "echo c\n")
	require.Equal(t, []string{"ex/c.sh"}, <-s.runs, "it is new")
	s.goOn <- struct{}{}
	s.hears("waiting for changes")

	// A mistake is told; what changed meanwhile runs when it is mended.
	s.save(t, "hub.yaml", "nonsense: 1\n")
	s.hears("error: ")
	s.save(t, "ex/a.sh", "echo a3\n")
	s.hears("error: ")
	s.save(t, "hub.yaml", settings)
	require.Equal(t, []string{"ex/a.sh", "ex/c.sh", "ex/own"}, <-s.runs)
	s.goOn <- struct{}{}
	s.hears("waiting for changes")
	require.NoError(t, os.Remove(filepath.Join(s.root, "ex", "c.sh")))
	s.save(t, "ex/own/part.txt", "2\n")
	require.Equal(t, []string{"ex/own"}, <-s.runs)
	s.goOn <- struct{}{}
}

// An example that writes into its own folder starts one more run, and not one after the other.
func TestOutputStartsNoRuns(t *testing.T) {
	s := tell(t)
	<-s.runs
	for i := range 2 {
		s.save(t, fmt.Sprint("ex/own/out", i, ".txt"), "1")
		s.goOn <- struct{}{}
		if i == 0 {
			require.Equal(t, []string{"ex/own"}, <-s.runs)
		}
	}
	s.hears("waiting for changes")
	s.save(t, "ex/own/part.txt", "2\n") // by the user, at any time
	require.Equal(t, []string{"ex/own"}, <-s.runs)
	s.goOn <- struct{}{}
}

func TestListsOfExamples(t *testing.T) {
	_, cat, err := find(project(t))
	require.NoError(t, err)
	path, err := WriteList(t.TempDir(), []string{"ex/a.sh", "gone\nex/b.sh"})
	require.NoError(t, err)
	change, err := Listed(t.Context(), path)(cat)
	require.NoError(t, err)
	assert.Empty(t, change.Left(0))
	assert.NotEmpty(t, change.Left(1))
	assert.NotEmpty(t, change.Left(9))
	_, err = Listed(t.Context(), path+"x")(cat)
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = WriteList(filepath.Join(t.TempDir(), "none"), nil)
	assert.Error(t, err)
}
