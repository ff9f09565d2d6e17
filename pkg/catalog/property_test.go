package catalog

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// scalars lists ids in every YAML form, as written and as meant; empty:
// unusable.
var scalars = [][2]string{
	{"plain", "plain"}, {"5265", "5265"}, {"0123", "0123"}, {"0o17", "0o17"}, {"40e1", "40e1"}, {"1e3", "1e3"}, {"1_000", "1_000"}, {"0x1F", "0x1F"}, {"-5", "-5"}, {"+.5e1", "+.5e1"}, {"1.50", "1.50"},
	{".inf", ".inf"}, {".NaN", ".NaN"}, {"no", "no"}, {"true", "true"}, {"y", "y"}, {"On", "On"}, {"2026-01-02", "2026-01-02"}, {"12:30:45", "12:30:45"}, {"'5265'", "5265"}, {"\"no\"", "no"}, {"'a''b'", "a'b"},
	{"\"\\x41\\u00e9\"", "Aé"}, {"a b c", "a b c"}, {"' a '", " a "}, {"a/b", "a/b"}, {"one/run.sh", "one/run.sh"}, {"id:x", "id:x"}, {"x5265", "x5265"}, {"'%0A'", "%0A"}, {"!!str 7", "7"}, {"!mine 8", "8"}, {"&a 9", "9"}, {"日本", "日本"}, {"$X", "$X"},
	{"", ""}, {"~", ""}, {"null", ""}, {"''", ""}, {"' '", ""}, {"\"\\n\"", ""}, {"\"a\\tb\"", ""}, {"[a, b]", ""}, {"{a: b}", ""}, {"|\n#   text", ""},
}

// exts lists extensions with and without a runner.
var exts, others = []string{".sh", ".py", ".rb"}, []string{".txt", ".css", ".lock", ""}

// anyName returns a name of any bytes except those that names cannot contain,
// or that make a file hidden or not a program.
func anyName(rnd *rand.Rand) string {
	var b []byte
	for range 1 + rnd.IntN(6) {
		switch c := byte(rnd.IntN(256)); {
		case c == 0 || c == '/' || c == '.' || c == '~':
			b = append(b, '%')
		case runtime.GOOS != "linux" && (c < ' ' || c >= 0x7f || strings.IndexByte(`<>:"\|?*`, c) >= 0 || c >= 'A' && c <= 'Z'):
			b = append(b, 'x')
		default:
			b = append(b, c)
		}
	}
	if rnd.IntN(3) == 0 {
		b = append(b, fmt.Sprintf("%%%02X", rnd.IntN(256))...)
	}
	return string(b)
}

// anyTree writes a tree and returns the id in each of its files, as meant;
// empty if there is none.
func anyTree(t *testing.T, rnd *rand.Rand, root string) map[string]string {
	folders := []string{"one", "two"}
	for range 2 + rnd.IntN(6) {
		folders = append(folders, folders[rnd.IntN(len(folders))]+"/"+anyName(rnd))
	}
	given := map[string]string{}
	for range 4 + rnd.IntN(24) {
		pool := exts
		if rnd.IntN(5) == 0 {
			pool = others
		}
		name := anyName(rnd)
		if rnd.IntN(2) == 0 {
			name = []string{"run", "main", "index", "example", "start"}[rnd.IntN(5)]
		}
		file := folders[rnd.IntN(len(folders))] + "/" + name + pool[rnd.IntN(len(pool))]
		text, id := "echo\n", ""
		if rnd.IntN(2) == 0 {
			form := scalars[rnd.IntN(len(scalars))]
			text, id = "# ---\n# title: x\n# id: "+form[0]+"\n# ---\n", form[1]
		}
		native := filepath.Join(root, filepath.FromSlash(file))
		require.NoError(t, os.MkdirAll(filepath.Dir(native), 0o755))
		require.NoError(t, os.WriteFile(native, []byte(text), 0o644))
		given[file] = id
	}
	return given
}

// anySources returns several sources, which may overlap, with any entry names.
func anySources(rnd *rand.Rand, given map[string]string) []config.Source {
	var folders []string
	for file := range given {
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			folders = append(folders, dir)
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	var out []config.Source
	for range 1 + rnd.IntN(3) {
		s := config.Source{Path: folders[rnd.IntN(len(folders))]}
		if rnd.IntN(4) == 0 {
			s.Entry = [][]string{{"start.sh"}, {"*.py"}, {"start.*", "run.sh"}, {"run.txt"}}[rnd.IntN(4)]
		}
		if !slices.ContainsFunc(out, func(o config.Source) bool { return o.Path == s.Path }) {
			out = append(out, s)
		}
	}
	return out
}

// withIncludes returns the same sources with any includes.
func withIncludes(rnd *rand.Rand, sources []config.Source, given map[string]string) []config.Source {
	out := slices.Clone(sources)
	files := make([]string, 0, len(given))
	for file := range given {
		files = append(files, file)
	}
	slices.Sort(files)
	meta := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`)
	for i := range out {
		for range rnd.IntN(4) {
			glob := []string{"**", "**/*.py", "*.sh", "**/run.*", "**/*.{sh,rb}", "**/start.sh", "*/*", "**/main.py"}[rnd.IntN(8)]
			if below, ok := strings.CutPrefix(files[rnd.IntN(len(files))], out[i].Path+"/"); ok && utf8.ValidString(below) {
				glob = meta.Replace(below)
			}
			out[i].Include = append(out[i].Include, glob)
		}
	}
	return out
}

// expected returns, by the rules, every file that the catalog must contain,
// with the ID of its path.
func expected(sources []config.Source, given map[string]string) map[string]string {
	known := func(file string) bool { return slices.Contains(exts, path.Ext(file)) }
	out := map[string]string{}
	for file := range given {
		taken, first := false, -1
		for i, s := range sources {
			below, ok := strings.CutPrefix(file, s.Path+"/")
			if !ok {
				continue
			}
			if first < 0 {
				first = i
			}
			if len(s.Include) == 0 {
				taken = taken || known(file)
			}
			for _, glob := range s.Include {
				taken = taken || doublestar.MatchUnvalidated(glob, below)
			}
		}
		if !taken {
			continue
		}
		entries := sources[first].Entry
		if entries == nil {
			entries = config.DefaultEntry()
		}
		entry := func(file string) (is, spelled bool) {
			for _, glob := range entries {
				if doublestar.MatchUnvalidated(glob, path.Base(file)) {
					is, spelled = true, spelled || glob == path.Base(file)
				}
			}
			return is, spelled
		}
		is, spelled := entry(file)
		stands := is && path.Dir(file) != sources[first].Path && (known(file) || spelled)
		for other := range given {
			if other != file && path.Dir(other) == path.Dir(file) {
				is, spelled := entry(other)
				stands = stands && !(is && (known(other) || spelled && !known(file)))
			}
		}
		id := file
		if stands {
			id = path.Dir(file)
		}
		out[file] = hub.PrintablePath(id)
	}
	return out
}

// The catalog contains every file with a runner or an include once. IDs are
// unique; each is the one in the metadata or that of the path. Changing
// includes changes no ID of a remaining example, except if another example's ID
// makes it a fault.
func TestAnyCatalog(t *testing.T) {
	faults, examples, standing := 0, 0, 0
	for seed := range uint64(120) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		root := t.TempDir()
		given := anyTree(t, rnd, root)
		sources := anySources(rnd, given)
		pathIDs, sound := map[string]string{}, map[string]string{}
		for variant := range 4 {
			cfg := configure(t, root, "")
			if cfg.Sources = sources; variant > 0 {
				cfg.Sources = withIncludes(rnd, sources, given)
			}
			about := fmt.Sprintf("seed %d, sources %s", seed, strconv.Quote(fmt.Sprint(cfg.Sources)))
			c, err := Discover(cfg, nil)
			require.NoError(t, err, about)
			got, unique := map[string]string{}, map[string]bool{}
			for i := range c.Examples {
				e := &c.Examples[i]
				rel, err := filepath.Rel(root, e.File)
				require.NoError(t, err)
				file := filepath.ToSlash(rel)
				_, twice := got[file]
				require.False(t, twice, "%s: %q is there twice", about, file)
				id := e.PathID
				if id == "" {
					id = e.ID
				}
				got[file] = id
				require.False(t, unique[e.ID], "%s: the ID %q is there twice", about, e.ID)
				unique[e.ID] = true
				require.True(t, utf8.ValidString(e.ID) && strings.TrimSpace(e.ID) != "", about)
				require.Equal(t, hub.PrintablePath(file), e.Path, about)
				require.Equal(t, i+1, e.Index)

				if e.Fault == nil && given[file] != "" {
					require.Equal(t, given[file], e.ID, about)
				} else {
					require.Equal(t, id, e.ID, about)
				}
				if before, ok := pathIDs[file]; ok {
					require.Equal(t, before, id, "%s: %q by its path", about, file)
				}
				pathIDs[file] = id
				if e.Fault == nil {
					if before, ok := sound[file]; ok {
						require.Equal(t, before, e.ID, "%s: %q", about, file)
					}
					sound[file] = e.ID
				} else {
					faults++
				}
				if examples++; e.Unit() != e.Path {
					standing++
				}
			}
			require.Equal(t, expected(cfg.Sources, given), got, about)
		}
	}
	assert.Greater(t, examples, 2000, "enough of everything was made")
	assert.Greater(t, faults, 100)
	assert.Greater(t, standing, 100)
}
