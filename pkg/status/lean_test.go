package status

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// leanStore returns a store with a status file with results of all kinds, and what is
// in that.
func leanStore(t *testing.T, seed uint64) (*Store, string) {
	rng := rand.New(rand.NewPCG(seed, 9))
	f := newFile()
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted}
	for n := range 1 + rng.IntN(25) {
		picked := make([]hub.Status, 50)
		for i := range picked {
			picked[i] = statuses[rng.IntN(len(statuses))]
		}
		id, log := runAt(n, picked...)
		log.Run.Sequence = int64(n + 1)
		for i := range log.Run.Results {
			res, ex := &log.Run.Results[i], &log.Run.Plan[i]
			ex.Title, ex.DocName, ex.Group = strings.Repeat("ä\"\n", rng.IntN(3)), ex.Name, fmt.Sprint("group", rng.IntN(3))
			res.Leaked, res.Doubtful, res.Baseline = []string{"sleep (1)"}[:rng.IntN(2)], strings.Repeat("\t", rng.IntN(2)), hub.StandingNew
			res.DependsOn = []string{"1 a", "2 b"}[:rng.IntN(3)]
			res.Fingerprint = []string{"", "odd", "sha256:" + strings.Repeat("ab", printSize)}[rng.IntN(3)]
			for a := range res.Attempts {
				res.Attempts[a].Output = strings.Repeat("out\\put\x1b[1m", rng.IntN(500))
			}
		}
		f.fold(id, log, folding{root: "/proj"})
	}
	s := newStore(t)
	require.NoError(t, os.MkdirAll(s.dir(), 0o755))
	content := text(t, f)
	require.NoError(t, os.WriteFile(s.File(), []byte(content), 0o600))
	return s, content
}

// A status is the same whether its lines are kept in memory or read again.
func TestLeanEntriesAreEntries(t *testing.T) {
	for seed := range uint64(6) {
		s, _ := leanStore(t, seed)
		whole, err := s.read(keepLines)
		require.NoError(t, err)
		lean, err := s.read(leanLines)
		require.NoError(t, err)
		require.NoError(t, lean.damage)
		require.Len(t, lean.file.Examples, 50)
		for id, e := range lean.file.Examples {
			assert.Equal(t, runtime.GOOS != "windows", e.line == "" && e.source != nil, id)
			w := whole.file.Examples[id]
			require.Equal(t, *w.Details(), *e.Details(), id)
			require.Equal(t, w.PastResults(), e.PastResults(), id)
		}
		a, b := opened(whole.file), opened(lean.file)
		for id, e := range b {
			e.place = 0
			b[id] = e
		}
		require.Equal(t, a, b)
		require.True(t, text(t, whole.file) == text(t, lean.file))
		require.True(t, text(t, lean.file) == text(t, reread(t, whole.file)))
		require.NoError(t, lean.file.Err())
	}
}

// An entry that kept a part of its line would keep all lines around it.
func TestLeanEntriesKeepNothingOfTheirLines(t *testing.T) {
	_, content := leanStore(t, 1)
	d, err := decode(strings.NewReader(content))
	require.NoError(t, err)
	for id, e := range d.file.Examples {
		key, line := strings.Clone(id), e.line
		var own Entry
		_, err := decodeEntry(line, nil, &own, nil, nil)
		require.NoError(t, err)
		own.ID = line[2:5] // as a file of version 2 has it
		key = own.lean(&source{}, key, int64(len(line)), "group1")
		begin := uintptr(unsafe.Pointer(unsafe.StringData(line)))
		check := func(name, s string) {
			at := uintptr(unsafe.Pointer(unsafe.StringData(s)))
			assert.False(t, len(s) > 0 && at >= begin && at < begin+uintptr(len(line)), "%s of %s", name, id)
		}
		check("the key", key)
		for field, v := range reflect.ValueOf(own).Fields() {
			switch v.Kind() {
			case reflect.String:
				check(field.Name, v.String())
			case reflect.Slice:
				for i := range v.Len() {
					check(field.Name, v.Index(i).String())
				}
			}
		}
		runtime.KeepAlive(line)
	}
}

// Details that cannot be read again are an error, never a part of an answer.
func TestLeanEntriesOfAChangedFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows lines are kept in memory")
	}
	for what, change := range map[string]func(name, content string) error{
		"cut off": func(name, _ string) error { return os.Truncate(name, 100) },
		"emptied": func(name, _ string) error { return os.Truncate(name, 0) },
		"longer":  func(name, content string) error { return os.WriteFile(name, []byte(" "+content), 0o600) },
		"overwritten": func(name, content string) error {
			return os.WriteFile(name, []byte(strings.ReplaceAll(content, "o", "0")), 0o600)
		},
	} {
		s, content := leanStore(t, 2)
		old := time.Now().Add(-time.Hour)
		require.NoError(t, os.Chtimes(s.File(), old, old))
		f, _, err := s.Load()
		require.NoError(t, err)
		require.NoError(t, f.Err())
		require.NoError(t, change(s.File(), content), what)
		for _, id := range f.IDs() {
			assert.Zero(t, *f.Find(id).Details(), what)
			assert.Nil(t, f.Find(id).PastResults(), what)
		}
		assert.ErrorContains(t, f.Err(), "run the command again", what)
	}
	var none *File
	assert.NoError(t, none.Err())
}

// A status file that a writer replaced can still be read as it was.
func TestLeanEntriesOfAReplacedFile(t *testing.T) {
	s, content := leanStore(t, 3)
	f, _, err := s.Load()
	require.NoError(t, err)
	next := filepath.Join(s.dir(), "next")
	require.NoError(t, os.WriteFile(next, []byte("{}"), 0o600))
	require.NoError(t, os.Rename(next, s.File()))
	d, err := decode(strings.NewReader(content))
	require.NoError(t, err)
	for id, e := range d.file.Examples {
		require.Equal(t, *e.Details(), *f.Find(id).Details(), id)
	}
	assert.NoError(t, f.Err())
}

// What cannot be found again in the file is kept in memory.
func TestLinesThatAreNotLean(t *testing.T) {
	s, content := leanStore(t, 4)
	require.NoError(t, os.WriteFile(s.File(), []byte(bom+content), 0o600))
	snap, err := s.read(leanLines)
	require.NoError(t, err)
	for _, e := range snap.file.Examples {
		assert.Nil(t, e.source, "a byte order mark")
	}
	assert.True(t, text(t, snap.file) == content)

	// The text between the lines does not matter, nor that a line is longer than a window.
	id := snap.file.IDs()[7]
	odd := strings.Replace(content, "\n", "\r\n\t ", 9)
	odd = strings.Replace(odd, `"`+id+`": {`, `"`+id+`":  {"unknown":"`+strings.Repeat("x", 3*windowSize)+`",`, 1)
	require.NoError(t, os.WriteFile(s.File(), []byte(odd), 0o600))
	snap, err = s.read(leanLines)
	require.NoError(t, err)
	require.NoError(t, snap.damage)
	whole, err := decode(strings.NewReader(odd))
	require.NoError(t, err)
	for id, e := range snap.file.Examples {
		require.True(t, whole.file.Examples[id].line == e.text(), id)
	}
	huge := Entry{line: strings.Repeat("x", 1<<placeBits)}
	huge.lean(&source{}, "key", 1<<placeBits, "")
	assert.Nil(t, huge.source)
	assert.NotEmpty(t, huge.line)
}

// Entries with a new result keep nothing of the text of the file that was read, which
// could not be freed otherwise.
func TestNewEntriesKeepNothingOfTheFile(t *testing.T) {
	_, content := leanStore(t, 5)
	d, err := decode(strings.NewReader(content))
	require.NoError(t, err)
	lines := map[string]string{}
	for id, e := range d.file.Examples {
		lines[id] = e.line
	}
	id, log := runAt(60, slices.Repeat([]hub.Status{hub.StatusError}, 50)...)
	log.Run.Sequence = 100
	d.file.fold(id, log, folding{root: "/proj"})
	for key, e := range d.file.Examples {
		line := lines[key]
		require.NotEmpty(t, line)
		// The key is in the same block, just before the line.
		begin := uintptr(unsafe.Pointer(unsafe.StringData(line))) - uintptr(len(key)+2)
		for name, s := range map[string]string{"the key": key, "the ID": e.ID, "the name": e.Name, "the group": e.Group, "the path": e.RelativePath, "the reason": e.Reason, "the run": e.RunID} {
			at := uintptr(unsafe.Pointer(unsafe.StringData(s)))
			assert.False(t, len(s) > 0 && at >= begin && at < begin+uintptr(len(line)+len(key)+2), "%s of %s", name, key)
		}
	}
	runtime.KeepAlive(lines)
}
