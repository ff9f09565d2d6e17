package status

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// kept returns a status file with an entry for each ID, with path and docname;
// its output names the owner.
func kept(entries map[string][2]string) *File {
	f := newFile()
	for id, at := range entries {
		f.Examples[id] = Entry{ID: id, RelativePath: at[0], DocName: at[1], Status: hub.StatusCompleted}.With(Details{Output: at[0]})
	}
	return f
}

// owners returns the owner of every entry's output.
func owners(f *File) map[string]string {
	out := map[string]string{}
	for id, e := range f.Examples {
		out[id] = e.Details().Output
	}
	return out
}

func TestAdoptAcrossRules(t *testing.T) {
	for name, tt := range map[string]struct {
		before  map[string][2]string
		now     []hub.Example
		want    map[string]string
		orphans []string
	}{
		"an ID without the extension follows its path": {
			map[string][2]string{"s/hello": {"s/hello.py"}, "s/x": {"s/x/run.php"}},
			[]hub.Example{{ID: "s/hello.py", Path: "s/hello.py"}, {ID: "s/x", Path: "s/x/run.php"}},
			map[string]string{"s/hello.py": "s/hello.py", "s/x": "s/x/run.php"}, nil,
		},
		"and back": {
			map[string][2]string{"s/hello.py": {"s/hello.py"}},
			[]hub.Example{{ID: "s/hello", Path: "s/hello.py"}},
			map[string]string{"s/hello": "s/hello.py"}, nil,
		},
		"an ID that was refused": {
			map[string][2]string{"s/hello": {"s/hello.py"}},
			[]hub.Example{{ID: "5265", PathID: "s/hello.py", Path: "s/hello.py"}},
			map[string]string{"5265": "s/hello.py"}, nil,
		},
		"an example that has the ID now takes nothing": {
			map[string][2]string{"s/x": {"s/x.py"}, "s/x/run": {"s/x/run.py"}},
			[]hub.Example{{ID: "s/x.py", Path: "s/x.py"}, {ID: "s/x", Path: "s/x/run.py"}},
			map[string]string{"s/x.py": "s/x.py", "s/x": "s/x/run.py"}, nil,
		},
		"nor where the file is gone": {
			map[string][2]string{"s/x": {"s/x.py"}},
			[]hub.Example{{ID: "s/x", Path: "s/x/run.py"}},
			map[string]string{"s/x.py": "s/x.py"}, []string{"s/x.py"},
		},
		"nor by a chain": {
			map[string][2]string{"a": {"1.sh"}, "b": {"2.sh"}, "c": {"3.sh"}},
			[]hub.Example{{ID: "b", Path: "1.sh"}, {ID: "c", Path: "2.sh"}, {ID: "a", Path: "3.sh"}},
			map[string]string{"b": "1.sh", "c": "2.sh", "a": "3.sh"}, nil,
		},
		"a given ID goes before the path": {
			map[string][2]string{"mine": {"s/a.py"}},
			[]hub.Example{{ID: "mine", PathID: "s/b.py", Path: "s/b.py"}, {ID: "s/a.py", Path: "s/a.py"}},
			map[string]string{"mine": "s/a.py"}, nil,
		},
		"a file that was renamed in its folder": {
			map[string][2]string{"s/x": {"s/x/main.py"}},
			[]hub.Example{{ID: "s/x", Path: "s/x/run.py"}},
			map[string]string{"s/x": "s/x/main.py"}, nil,
		},
		"a docname of two examples matches neither": {
			map[string][2]string{"s/a": {"s/a.py", "doc"}},
			[]hub.Example{{ID: "s/a.py", Path: "s/a.py", DocName: "doc"}, {ID: "s/b.py", Path: "s/b.py", DocName: "doc"}},
			map[string]string{"s/a.py": "s/a.py"}, nil,
		},
		"a docname that another has moved with the file": {
			map[string][2]string{"s/a": {"s/a.py", "doc"}},
			[]hub.Example{{ID: "s/a.py", Path: "s/a.py", DocName: "new"}, {ID: "t/a.py", Path: "t/a.py", DocName: "doc"}},
			map[string]string{"t/a.py": "s/a.py"}, nil,
		},
		"an escape that was ambiguous": {
			map[string][2]string{"s/100%25.py": {"s/100%25.py"}},
			[]hub.Example{{ID: "s/100%2525.py", Path: "s/100%2525.py", Former: &hub.Former{Path: "s/100%25.py", ID: "s/100%25.py"}}},
			map[string]string{"s/100%2525.py": "s/100%25.py"}, nil,
		},
		"and was that of two files": {
			map[string][2]string{"a%FF.sh": {"a%FF.sh"}},
			[]hub.Example{{ID: "a%FF.sh", Path: "a%FF.sh"}, {ID: "a%25FF.sh", Path: "a%25FF.sh", Former: &hub.Former{Path: "a%FF.sh", ID: "a%FF.sh"}}},
			map[string]string{"a%FF.sh": "a%FF.sh"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := kept(tt.before)
			a := f.Adopt(tt.now)
			assert.Equal(t, tt.want, owners(f))
			assert.Equal(t, tt.orphans, a.Orphans)
			for id, e := range f.Examples {
				assert.Equal(t, id, e.ID)
			}
			assert.Zero(t, f.Adopt(tt.now).Rekeyed, "a second time finds nothing to do")
		})
	}
}

// Whatever IDs files have or get, by path or metadata, no entry moves to
// another file while its own exists.
func TestAdoptNeverMixes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	names := []string{"s/a", "s/a.py", "s/b", "s/b.py", "s/a/run.py", "s/a/run", "s", "1", "2"}
	short := 0
	for range 3000 {
		paths := []string{"s/a.py", "s/b.py", "s/a/run.py", "s/c/run.py"}
		before := map[string][2]string{}
		for _, p := range paths {
			if id := names[rnd.IntN(len(names))]; rnd.IntN(4) > 0 {
				before[id] = [2]string{p}
			}
		}
		var now []hub.Example
		free := slices.Clone(names)
		for _, p := range paths {
			k := rnd.IntN(len(free))
			now = append(now, hub.Example{ID: free[k], Path: p})
			free = slices.Delete(free, k, k+1)
		}
		if f := kept(before); f.matches(now) { // and then it need not be looked at closer
			short++
			assert.Equal(t, Adoption{}, f.adopt(now))
			same := kept(before)
			same.Adopt(now)
			assert.Equal(t, opened(f), opened(same))
		}
		f := kept(before)
		f.Adopt(now)
		for _, e := range now {
			if entry, ok := f.Examples[e.ID]; ok {
				assert.Equal(t, e.Path, entry.Details().Output, "%v now %v: %v", before, now, maps.Collect(maps.All(owners(f))))
			}
		}
	}
	assert.Greater(t, short, 10)
}
