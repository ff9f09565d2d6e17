//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
)

// hostileOutput prints what each format must not take for its own.
const hostileOutput = `printf '\033[31mred\033[0m ]]> </script><b> ` + "`tick` ```fence" + ` | pipe\n::error::boo\n##vso[task.complete]\n'
printf "##teamcity[testFailed name='x']\n[[ATTACHMENT|/etc/passwd]]\n\377\376 \000 end\n"
`

// everything is a project whose run has every kind of result that a run that
// comes to its end can have.
func everything(t *testing.T) string {
	t.Helper()
	return tree(t, map[string]string{
		"hub.yaml": "sources: [{path: examples}]\nrun: {output-cap: 8KiB, grace: 1s, retries: {max: 1}}\n" +
			"overrides:\n  - {match: {path: 'examples/allowed.sh'}, allow-failure: {until: 2999-01-31, reason: known, owner: docs}}\n",
		"examples/good.sh":         "echo good\n",
		"examples/second.sh":       "echo good\n",
		"examples/wrong.sh":        "echo before\nexit 3\n",
		"examples/allowed.sh":      "exit 1\n",
		"examples/flaky.sh":        "test \"$HUB_ATTEMPT\" = 2 && { echo fine; exit 0; }\necho not yet\nexit 1\n",
		"examples/hollow.sh":       "echo FAILED\n",
		"examples/hostile.sh":      hostileOutput + "exit 1\n",
		"examples/loud.sh":         "i=0; while [ $i -lt 2000 ]; do echo a line of the output; i=$((i+1)); done; exit 1\n",
		"examples/off.sh":          "# ---\n# skip: not today\n# ---\n",
		"examples/self.sh":         "echo no GPU here\nexit 77\n",
		"examples/slow.sh":         "# ---\n# timeout: 200ms\n# ---\necho waiting\nsleep 60\n",
		"examples/badmeta.sh":      "# ---\n# tags: {\n# ---\necho x\n",
		"examples/dead.sh":         "kill -SEGV $$\n",
		"examples/needy.sh":        "# ---\n# needs: {env: [HUB_NO_SUCH_VARIABLE]}\n# ---\n",
		"examples/deep/er/name.sh": "echo deep\n",
	})
}

// allReports is a --report that writes every format into dir.
func allReports(dir string) string {
	var specs []string
	for _, r := range reporters.All() {
		specs = append(specs, r.Name+":"+filepath.Join(dir, r.File))
	}
	return "--report=" + strings.Join(specs, ",")
}

// sameReports checks that two folders hold the same reports of all formats.
func sameReports(t *testing.T, want, got, what string) {
	t.Helper()
	for _, r := range reporters.All() {
		first, err := os.ReadFile(filepath.Join(want, r.File))
		require.NoError(t, err)
		second, err := os.ReadFile(filepath.Join(got, r.File))
		require.NoError(t, err)
		assert.NotEmpty(t, first)
		assert.True(t, bytes.Equal(first, second), "%s of %s differs", r.File, what)
	}
}

// TestFormats looks at the files of real runs.
func TestFormats(t *testing.T) {
	t.Parallel()
	bin := buildHub(t)
	for name, test := range map[string]func(*testing.T, string){
		"rendered again": rendersAgain, "killed run": rendersKilled, "schemas": writesValidFiles, "consumers": isReadByOthers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, bin)
		})
	}
}

// Every format of a real run is rendered again, byte for byte: of the run log,
// of its file, of report.json.
func rendersAgain(t *testing.T, bin string) {
	root := everything(t)
	exit, _, told := hubIn(t, bin, root, "all", allReports("first"))
	require.Equal(t, exitFailed, exit, told)
	run := loadReport(t, filepath.Join(root, "first", "report.json"))
	counts := run.Counts()
	assert.Equal(t, hub.Counts{Total: 15, Completed: 5, Errors: 7, Skipped: 3, Flaky: 1, Doubtful: 1, AllowedFailure: 1}, counts)

	// A run in between, so that there is something that must not leak in.
	exit, _, told = hubIn(t, bin, root, "all", "--filter=completed")
	require.Equal(t, exitGood, exit, told)
	log := filepath.Join(".hub", "runs", run.ID+".ndjson")
	for _, from := range []string{run.ID, log, filepath.Join("first", "report.json")} {
		exit, _, told := hubIn(t, bin, root, "report", "--from="+from, allReports("again"))
		require.Equal(t, exitGood, exit, told)
		sameReports(t, filepath.Join(root, "first"), filepath.Join(root, "again"), from)
		require.NoError(t, os.RemoveAll(filepath.Join(root, "again")))
	}
	exit, _, told = hubIn(t, bin, root, "report", allReports("latest"))
	require.Equal(t, exitGood, exit, told)
	latest := loadReport(t, filepath.Join(root, "latest", "report.json"))
	assert.NotEqual(t, run.ID, latest.ID)
}

// The log of a killed run is rendered as far as it goes: what was running is
// interrupted, and every rendering is the same.
func rendersKilled(t *testing.T, bin string) {
	root := everything(t)
	exit, _, told := hubIn(t, bin, root, "all", "-j1", allReports("whole"))
	require.Equal(t, exitFailed, exit, told)
	run := loadReport(t, filepath.Join(root, "whole", "report.json"))
	data, err := os.ReadFile(filepath.Join(root, ".hub", "runs", run.ID+".ndjson"))
	require.NoError(t, err)
	// As a kill leaves it: in the middle of the line after a start.
	at := bytes.LastIndex(data, []byte(`{"type":"attempt-finished"`))
	require.Positive(t, at)
	cut := filepath.Join(root, "cut.ndjson")
	require.NoError(t, os.WriteFile(cut, data[:at+40], 0o644))

	exit, _, told = hubIn(t, bin, root, "report", "--from=cut.ndjson", allReports("a"))
	require.Equal(t, exitGood, exit, told)
	exit, _, told = hubIn(t, bin, root, "report", "--from="+filepath.Join("a", "report.json"), allReports("b"))
	require.Equal(t, exitGood, exit, told)
	sameReports(t, filepath.Join(root, "a"), filepath.Join(root, "b"), "a killed run")
	killed := loadReport(t, filepath.Join(root, "a", "report.json"))
	assert.Equal(t, hub.EndKilled, killed.End.Reason)
	assert.Equal(t, 1, killed.Counts().Interrupted)
	assert.Equal(t, hub.VerdictFailed, killed.Verdict())
}

// schemaBy compiles what 'hub schema NAME' prints, closed: nothing may be
// written that it does not describe.
func schemaBy(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	var text []byte
	for _, s := range flags.Schemas() {
		if s.Name == name {
			text = s.Text()
		}
	}
	require.NotNil(t, text, name)
	return schematest.CompileClosed(t, text)
}

// What hub writes is described by the schemas that it prints, whole.
func writesValidFiles(t *testing.T, bin string) {
	root := everything(t)
	for range 2 { // the second run has a history
		exit, _, told := hubIn(t, bin, root, "all", "--report=json:report.json", "--events=events.ndjson")
		require.Equal(t, exitFailed, exit, told)
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		return data
	}
	assert.NoError(t, schematest.Validate(schemaBy(t, "report"), read("report.json")))
	assert.NoError(t, schematest.Validate(schemaBy(t, "status"), read(filepath.Join(".hub", "status.json"))))
	events := schemaBy(t, "events")
	run := loadReport(t, filepath.Join(root, "report.json"))
	assert.NotEmpty(t, run.Previous)
	assert.NotEmpty(t, run.History)
	sent, log := read("events.ndjson"), read(filepath.Join(".hub", "runs", run.ID+".ndjson"))
	assert.True(t, bytes.Equal(sent, log), "the events are the run log's own lines")
	for line := range bytes.Lines(sent) {
		assert.NoError(t, schematest.Validate(events, line), "%.200s", line)
	}

	file, notes, err := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now).Load()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Len(t, file.Examples, 15)
}

// xmllint and ajv say the same of the files of a real run.
func isReadByOthers(t *testing.T, bin string) {
	consumers, err := filepath.Abs(filepath.Join("..", "..", "testdata", "consumers"))
	require.NoError(t, err)
	_, err = os.Stat(filepath.Join(consumers, "node_modules", ".package-lock.json"))
	present(t, err == nil, "npm's ajv (make consumers)")
	node, err := exec.LookPath("node")
	present(t, err == nil, "node")
	lint, err := exec.LookPath("xmllint")
	present(t, err == nil, "xmllint (libxml2-utils)")

	root := everything(t)
	exit, _, told := hubIn(t, bin, root, "all", allReports("out"), "--events=events.ndjson")
	require.Equal(t, exitFailed, exit, told)
	schemas, err := filepath.Abs(filepath.Join("..", "..", "reporters", "testdata", "schemas"))
	require.NoError(t, err)
	out, err := exec.Command(lint, "--noout", "--nonet", "--schema", filepath.Join(schemas, "jenkins-junit-10.xsd"), filepath.Join(root, "out", "junit-strict.xml")).CombinedOutput()
	assert.NoError(t, err, string(out))

	for _, name := range []string{"report", "events", "status"} {
		exit, text, told := hubIn(t, bin, root, "schema", name)
		require.Equal(t, exitGood, exit, told)
		require.NoError(t, os.WriteFile(filepath.Join(root, name+".schema.json"), []byte(text), 0o644))
	}
	events := len(strings.Split(strings.TrimSpace(string(must(os.ReadFile(filepath.Join(root, "events.ndjson"))))), "\n"))
	for _, tt := range []struct {
		file, schema string
		documents    int
	}{
		{"out/report.json", "report.schema.json", 1},
		{"events.ndjson", "events.schema.json", events},
		{".hub/status.json", "status.schema.json", 1},
		{"out/ctrf.json", filepath.Join(schemas, "ctrf.schema.json"), 1},
	} {
		cmd := exec.Command(node, filepath.Join(consumers, "read.mjs"), "ajv", filepath.FromSlash(tt.file), tt.schema)
		cmd.Dir = root
		answer, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", tt.file, answer)
		var got struct {
			Documents int
			Errors    []string
		}
		require.NoError(t, json.Unmarshal(answer, &got), string(answer))
		assert.Equal(t, tt.documents, got.Documents)
		assert.Empty(t, got.Errors, tt.file)
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}
