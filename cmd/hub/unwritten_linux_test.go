package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// commands lists the names of the commands below a node that can be run.
func commands(n *kong.Node, prefix string) []string {
	var names []string
	for _, c := range n.Children {
		if len(c.Children) > 0 {
			names = append(names, commands(c, prefix+c.Name+" ")...)
		} else {
			names = append(names, prefix+c.Name)
		}
	}
	return names
}

// TestAnAnswerThatCannotBeWritten: every command that prints an answer exits 3
// and says why when stdout takes nothing. Where stdout was closed the Go
// runtime has opened the null device: nobody asked for the answer, and no file
// of hub's gets it.
func TestAnAnswerThatCannotBeWritten(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/a.sh": "exit 0\n",
		"examples/b.sh": "echo b >&2\nexit 1\n",
	})
	require.NoError(t, exec.Command("git", "init", "-q", root).Run())
	type row struct {
		args       string
		full, null int
	}
	rows := []row{
		{"", exitTrouble, exitGood},
		{"--help", exitTrouble, exitGood},
		{"all --help", exitTrouble, exitGood},
		{"config print --help", exitTrouble, exitGood},
		{"--version", exitTrouble, exitGood},
		{"version", exitTrouble, exitGood},
		{"all --dry-run", exitTrouble, exitGood},
		{"all", exitTrouble, exitFailed},
		{"all -q", exitTrouble, exitFailed},
		{"all --events=-", exitTrouble, exitFailed},
		{"all --report=json:-", exitTrouble, exitFailed},
		{"ci", exitTrouble, exitFailed},
		{"ci --shard=1/1", exitTrouble, exitFailed},
		{"merge .hub/runs", exitTrouble, exitFailed},
		{"run b", exitTrouble, exitFailed},
		{"show b", exitTrouble, exitGood},
		{"show b --log", exitTrouble, exitGood},
		// It is the example that writes there, and this one does not.
		{"run --raw b", exitFailed, exitFailed},
		{"list", exitTrouble, exitGood},
		{"list --filter=skipped", exitTrouble, exitGood},
		{"list --format=json", exitTrouble, exitGood},
		{"list --format=csv", exitTrouble, exitGood},
		{"list --format=ids", exitTrouble, exitGood},
		{"status", exitTrouble, exitGood},
		{"status -d", exitTrouble, exitGood},
		{"status --format=json", exitTrouble, exitGood},
		{"status --format=csv", exitTrouble, exitGood},
		{"stats", exitTrouble, exitGood},
		{"stats --format=json", exitTrouble, exitGood},
		{"stats --format=csv", exitTrouble, exitGood},
		{"stats --runs", exitTrouble, exitGood},
		{"stats --runs --format=json", exitTrouble, exitGood},
		{"stats --runs --format=csv", exitTrouble, exitGood},
		{"report --report=markdown:-", exitTrouble, exitGood},
		{"errors", exitTrouble, exitGood},
		{"errors --format=json", exitTrouble, exitGood},
		{"errors --format=csv", exitTrouble, exitGood},
		{"errors --dry-run", exitTrouble, exitGood},
		{"errors --run", exitTrouble, exitFailed},
		{"errors --run --format=json", exitTrouble, exitFailed},
		{"errors --run --format=csv", exitTrouble, exitFailed},
		{"errors --clear --dry-run", exitTrouble, exitGood},
		{"errors --clear", exitTrouble, exitGood},
		{"stale", exitTrouble, exitGood},
		{"stale --format=json", exitTrouble, exitGood},
		{"stale --format=csv", exitTrouble, exitGood},
		{"stale --run", exitTrouble, exitGood}, // the first time leaves nothing for the second
		{"ids --dry-run", exitTrouble, exitGood},
		{"ids", exitTrouble, exitGood},
		{"exclude b", exitTrouble, exitGood},
		{"config check", exitTrouble, exitGood},
		{"config print", exitTrouble, exitGood},
		{"config schema", exitTrouble, exitGood},
		{"schema status", exitTrouble, exitGood},
		{"hooks install", exitTrouble, exitGood},
		{"hooks uninstall", exitTrouble, exitGood},
		{"init --force", exitTrouble, exitGood},
		{"clean --completed --dry-run", exitTrouble, exitGood},
		// Without a flag that says what, it never fails a commit.
		{"clean --backup", exitGood, exitGood},
		{"clean --all --yes", exitTrouble, exitGood},
	}
	for _, row := range rows {
		args := strings.Fields(row.args)
		if strings.HasPrefix(row.args, "clean --all") { // so that there is something to remove, both times
			_, _, told := hubIn(t, bin, root, "all", "-q")
			require.Empty(t, told)
		}
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		require.NoError(t, err)
		var told strings.Builder
		cmd := exec.Command(bin, args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = root, full, &told
		assert.Equal(t, row.full, code(t, cmd.Run()), "hub %s >/dev/full: %s", row.args, &told)
		require.NoError(t, full.Close())
		if !strings.HasPrefix(row.args, "run --raw") {
			assert.Contains(t, told.String(), "no space left on device", "hub %s", row.args)
			assert.NotContains(t, told.String(), "nothing was cleaned", "it was")
		}

		told.Reset()
		cmd = exec.Command("sh", append([]string{"-c", `exec "$0" "$@" >&-`, bin}, args...)...)
		cmd.Dir, cmd.Stderr = root, &told
		assert.Equal(t, row.null, code(t, cmd.Run()), "hub %s >&-: %s", row.args, &told)
		exit, _, said := hubIn(t, bin, root, "status", "--format=json")
		assert.Equal(t, exitGood, exit)
		assert.Empty(t, said, "hub %s >&- has written where it should not", row.args)
	}
	for _, name := range commands(grammar(t).Node, "") {
		assert.True(t, slices.ContainsFunc(rows, func(r row) bool { return strings.HasPrefix(r.args+" ", name+" ") }),
			"hub %s is not in the table", name)
	}
}
