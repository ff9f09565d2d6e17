//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// attack is the merge of the logs of three shards, as real runs made them, some
// of which were changed.
type attack struct {
	t    *testing.T
	root string         // of everything; join in it is where hub merges
	logs map[int]string // of the shards; "": none
	more map[string]string
	args []string // of merge; none: the folder of the logs
	env  []string
}

// alter changes the events of one shard's log and seals it anew.
func (a *attack) alter(shard int, change func(header *hub.RunHeader, events []hub.Event) []hub.Event) {
	a.logs[shard] = sealedAnew(a.t, a.logs[shard], change)
}

// header changes the first event of one shard's log and seals it anew.
func (a *attack) header(shard int, change func(*hub.RunHeader)) {
	a.alter(shard, func(h *hub.RunHeader, events []hub.Event) []hub.Event { change(h); return events })
}

func (a *attack) headers(change func(*hub.RunHeader)) {
	for shard := range a.logs {
		a.header(shard, change)
	}
}

func sealedAnew(t *testing.T, text string, change func(header *hub.RunHeader, events []hub.Event) []hub.Event) string {
	var events []hub.Event
	for line := range strings.Lines(text) {
		var e hub.Event
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		if e.End != nil {
			e.End.Seal, e.End.Events, e.End.Results = "", 0, nil
		}
		events = append(events, e)
	}
	var out bytes.Buffer
	require.NoError(t, runlog.NewEncoder(&out).Encode(change(events[0].Run, events)...))
	return out.String()
}

// attackRow is one row of a table in package merge.
type attackRow struct {
	kind, verdict string
	code          int
}

// attackTable reads the table below a heading.
func attackTable(t *testing.T, heading string) []attackRow {
	all, err := os.ReadFile(filepath.Join("..", "..", "pkg", "merge", "doc.go"))
	require.NoError(t, err)
	_, text, found := strings.Cut(string(all), "// # "+heading+"\n")
	require.True(t, found)
	text, _, _ = strings.Cut(text, "// # ")
	var rows []attackRow
	for _, m := range regexp.MustCompile(`(?m)^//\t(\S.*?) {2,}(\w+) +(\d+)$`).FindAllStringSubmatch(text, -1) {
		code, err := strconv.Atoi(m[3])
		require.NoError(t, err)
		rows = append(rows, attackRow{m[1], m[2], code})
	}
	return rows
}

// TestMergeUnderAttack merges every kind of bad, stale, doubled, reordered, edited
// and foreign logs that package merge documents: the verdict and the exit code are
// those of its table, and nothing is written outside of the state folder.
func TestMergeUnderAttack(t *testing.T) {
	t.Parallel()
	bin := buildHub(t)
	files := map[string]string{"hub.yaml": "version: 1\n"}
	for _, name := range strings.Split("abcdefg", "") {
		files["examples/"+name+".sh"] = "echo " + name + "\n"
	}
	base := map[int]string{}
	for shard := 1; shard <= 3; shard++ {
		root := tree(t, files)
		code, out, told := hubIn(t, bin, root, "ci", "--report=json", fmt.Sprintf("--shard=%d/3", shard))
		require.Zero(t, code, out+told)
		logs, err := filepath.Glob(filepath.Join(root, ".hub", "runs", "*.ndjson"))
		require.NoError(t, err)
		require.Len(t, logs, 1)
		text, err := os.ReadFile(logs[0])
		require.NoError(t, err)
		base[shard] = string(text)
	}
	rows := attackTable(t, "Kinds of logs, verdicts and exit codes")
	attackAll(t, bin, files, base, rows, mergeAttacks(), nil)
}

// attackAll makes each attack of a table on these logs. args are the arguments of merge,
// unless an attack has its own.
func attackAll(t *testing.T, bin string, files map[string]string, base map[int]string, rows []attackRow, kinds map[string]func(*attack), args []string) {
	assert.GreaterOrEqual(t, len(rows), 40)
	assert.Len(t, rows, len(kinds), "every kind is a row, and every row a kind")
	for _, row := range rows {
		change := kinds[row.kind]
		if !assert.NotNil(t, change, row.kind) {
			continue
		}
		t.Run(row.kind, func(t *testing.T) {
			t.Parallel()
			a := &attack{t: t, root: tree(t, files), logs: map[int]string{}, more: map[string]string{}, args: args}
			for shard, text := range base {
				a.logs[shard] = text
			}
			a.run(bin, change, row)
		})
	}
}

// run makes the attack and checks what it results in.
func (a *attack) run(bin string, change func(*attack), row attackRow) {
	t := a.t
	write := func(name, text string) {
		path := filepath.Join(a.root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	write("precious/secret", "precious")
	write("join/hub.yaml", "version: 1\n")
	require.NoError(t, os.MkdirAll(filepath.Join(a.root, "in"), 0o755))
	change(a)
	for shard, text := range a.logs {
		if text != "" {
			write(fmt.Sprintf("in/s%d.ndjson", shard), text)
		}
	}
	for name, text := range a.more {
		write("in/"+name, text)
	}
	if a.args == nil {
		a.args = []string{"../in"}
	}
	before := outsideState(t, a.root)
	cmd := exec.Command(bin, append([]string{"merge", "--report=json:.hub/r.json,junit:.hub/r.xml"}, a.args...)...)
	cmd.Dir = filepath.Join(a.root, "join")
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(kv string) bool { return strings.HasPrefix(kv, "CI") }), a.env...)
	out, err := cmd.CombinedOutput()
	got := code(t, err)
	assert.Equal(t, row.code, got, "%s", out)
	assert.Equal(t, before, outsideState(t, a.root), "nothing is written outside of the state folder")

	report := filepath.Join(a.root, "join", ".hub", "r.json")
	if row.verdict == "refused" {
		assert.NoFileExists(t, report)
		return
	}
	assert.Equal(t, row.verdict, string(loadReport(t, report).Verdict()), "%s", out)
	junit, err := os.ReadFile(filepath.Join(a.root, "join", ".hub", "r.xml"))
	require.NoError(t, err)
	assert.Equal(t, got != 0, bytes.Contains(junit, []byte("<failure")) || bytes.Contains(junit, []byte("<error")), "%s", junit)
	// What the merge recorded says the same again.
	if logs, _ := filepath.Glob(filepath.Join(a.root, "join", ".hub", "runs", "*.ndjson")); len(logs) > 0 {
		require.Len(t, logs, 1)
		log, err := runlog.Read(logs[0])
		require.NoError(t, err)
		assert.Empty(t, log.Unproven())
		assert.Equal(t, row.verdict, string(log.Run.Verdict()))
	}
	require.NoError(t, filepath.WalkDir(filepath.Join(a.root, "join", ".hub"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			var text []byte
			text, err = os.ReadFile(path)
			assert.NotEqual(t, "precious", string(text), "%s was brought in", path)
		}
		return err
	}))
}

// outsideState is what is outside of the state folder.
func outsideState(t *testing.T, root string) map[string]string {
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		switch {
		case name == filepath.Join("join", ".hub"):
			return filepath.SkipDir
		case e.Type().IsRegular():
			text, err := os.ReadFile(path)
			out[name] = string(text)
			return err
		}
		out[name] = e.Type().String()
		return nil
	}))
	return out
}
