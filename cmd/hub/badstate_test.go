package main

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/status"
)

// TestBadState puts everything but a status file where that belongs. What the
// run logs hold is never lost, no command is stopped that could go on, and the
// file of a newer hub stays as it is.
func TestBadState(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	const (
		whole   = iota // what was known is known
		refused        // nothing works until the user has acted
	)
	nonsense := func(n int) []byte {
		text := make([]byte, n)
		source := rand.NewChaCha8([32]byte{1})
		_, err := io.ReadFull(source, text)
		require.NoError(t, err)
		return text
	}
	write := func(text []byte) func(t *testing.T, state string) {
		return func(t *testing.T, state string) {
			require.NoError(t, os.WriteFile(filepath.Join(state, "status.json"), text, 0o644))
		}
	}
	replace := func(pairs ...string) func(t *testing.T, state string) {
		return func(t *testing.T, state string) {
			file := filepath.Join(state, "status.json")
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			for i := 0; i < len(pairs); i += 2 {
				require.Contains(t, string(text), pairs[i])
				text = bytes.ReplaceAll(text, []byte(pairs[i]), []byte(pairs[i+1]))
			}
			require.NoError(t, os.WriteFile(file, text, 0o644))
		}
	}
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, state string)
		want   int
		told   string // by a command that reads; empty: it has nothing to say
	}{
		{"missing", func(t *testing.T, state string) { require.NoError(t, os.Remove(filepath.Join(state, "status.json"))) }, whole, ""},
		{"empty", write(nil), whole, "is damaged"},
		{"a byte", write([]byte("{")), whole, "is damaged"},
		{"null", write([]byte("null")), whole, "is damaged"},
		{"a list", write([]byte("[]")), whole, "is damaged"},
		{"an object of nothing", write([]byte("{}")), whole, ""},
		{"nonsense", write(nonsense(100 << 20)), whole, "is damaged"},
		{"spaces", write(bytes.Repeat([]byte{' '}, 10<<20)), whole, "is damaged"},
		{"brackets", write(bytes.Repeat([]byte{'['}, 10<<20)), whole, "is damaged"},
		{"wrong types", replace(`"status":"completed"`, `"status":7`), whole, "is damaged"},
		{"wrong shapes", replace(`"statistics": {`, `"statistics": [], "other": {`), whole, "is damaged"},
		{"a status there is not", replace(`"status":"completed"`, `"status":"excellent"`), whole, "is damaged"},
		{"an entry twice", func(t *testing.T, state string) {
			replace("\"examples\": {\n", "\"examples\": {\n    \"examples/a.sh\": {\"status\":\"error\",\"updated\":\"2020-01-01T00:00:00Z\"},\n")(t, state)
		}, whole, "more than once"},
		{"something behind it", replace("\n}\n", "\n}\n{}"), whole, "is damaged"},
		{"a version that is none", replace(`"version": "`+status.Version+`"`, `"version": "new"`), whole, "is damaged"},
		{"a newer version", replace(`"version": "`+status.Version+`"`, `"version": "99.1"`), refused, "newer version of hub"},
		{"a folder", func(t *testing.T, state string) {
			require.NoError(t, os.Remove(filepath.Join(state, "status.json")))
			require.NoError(t, os.Mkdir(filepath.Join(state, "status.json"), 0o755))
		}, refused, "is not a file"},
		{"the state is a file", func(t *testing.T, state string) {
			require.NoError(t, os.RemoveAll(state))
			require.NoError(t, os.WriteFile(state, []byte("mine"), 0o644))
		}, refused, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := tree(t, map[string]string{"examples/a.sh": "echo a\n", "examples/b.sh": "exit 1\n"})
			state := filepath.Join(root, ".hub")
			for range 2 {
				exit, _, told := hubIn(t, bin, root, "all", "-q")
				require.Equal(t, exitFailed, exit, told)
			}
			c.damage(t, state)
			before, readable := os.ReadFile(filepath.Join(state, "status.json"))

			if c.want == refused {
				for _, args := range [][]string{{"status"}, {"list", "--filter=errors"}, {"all"}, {"ci"}} {
					exit, _, told := hubIn(t, bin, root, args...)
					assert.Equal(t, exitTrouble, exit, "%v: %s", args, told)
					assert.Contains(t, told, c.told)
					assert.NotContains(t, told, "goroutine ")
				}
				exit, _, _ := hubIn(t, bin, root, "clean", "--silent")
				assert.Equal(t, exitGood, exit, "a commit goes through")
				after, err := os.ReadFile(filepath.Join(state, "status.json"))
				if readable == nil {
					require.NoError(t, err)
					assert.True(t, bytes.Equal(before, after), "it is left alone")
				}
				return
			}

			// Readers say what is wrong, change nothing, and know everything.
			for _, args := range [][]string{{"status", "--format=json"}, {"list"}, {"show", "examples/a.sh"}} {
				exit, out, told := hubIn(t, bin, root, args...)
				assert.Equal(t, exitGood, exit, "%v: %s", args, told)
				if c.told == "" {
					assert.Empty(t, told)
				} else {
					assert.Contains(t, told, c.told)
				}
				if args[0] == "status" {
					p := sums(t, out).Summary
					assert.Equal(t, []int{1, 1}, []int{p.Completed, p.Errors})
				}
			}
			exit, _, told := hubIn(t, bin, root, "clean", "--silent")
			assert.Equal(t, exitGood, exit, told)
			assert.Empty(t, told)

			// The next run writes it anew, and keeps what it replaces.
			exit, _, told = hubIn(t, bin, root, "all", "-q", "--filter=completed")
			assert.Equal(t, exitGood, exit, told)
			_, out, told := hubIn(t, bin, root, "status", "--format=json")
			assert.Empty(t, told, "told once")
			p := sums(t, out).Summary
			assert.Equal(t, []int{1, 1}, []int{p.Completed, p.Errors})
			if c.told == "is damaged" {
				kept, err := filepath.Glob(filepath.Join(state, "status.json.corrupt-*"))
				require.NoError(t, err)
				require.Len(t, kept, 1)
				text, err := os.ReadFile(kept[0])
				require.NoError(t, err)
				assert.True(t, bytes.Equal(before, text))
			}

			// Everything can be thrown away, whatever is there.
			c.damage(t, state)
			exit, _, told = hubIn(t, bin, root, "clean", "--all", "--yes")
			assert.Equal(t, exitGood, exit, told)
			assert.NoFileExists(t, filepath.Join(state, "status.json"))
		})
	}
}

// TestStatusCutAnywhere cuts the status file at every byte: what the run logs
// hold is there each time.
func TestStatusCutAnywhere(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "echo a\n", "examples/b.sh": "exit 1\n"})
	exit, _, told := hubIn(t, bin, root, "all", "-q")
	require.Equal(t, exitFailed, exit, told)
	file := filepath.Join(root, ".hub", "status.json")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	// A process for each byte costs; every one of them is tried in package status.
	for cut := 0; cut < len(text); cut += 1 + len(text)/40 {
		require.NoError(t, os.WriteFile(file, text[:cut], 0o644))
		exit, out, told := hubIn(t, bin, root, "status", "--format=json")
		assert.Equal(t, exitGood, exit, told)
		p := sums(t, out).Summary
		assert.Equal(t, []int{1, 1}, []int{p.Completed, p.Errors}, "cut at %d", cut)
	}
}
