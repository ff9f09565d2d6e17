package main

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/reporters"
)

// unwritten is one way to call hub, and its exit codes when its answer cannot be
// written, and when it is discarded.
type unwritten struct {
	args       string
	lost, null int
}

// unwrittenRows is the table. Every command is in it, in every format, with
// --dry-run where it has that; what the grammar says is added, so that a new
// command or format that is missing is seen.
func unwrittenRows(t *testing.T) []unwritten {
	rows := []unwritten{
		{"", exitTrouble, exitGood},
		{"--help", exitTrouble, exitGood},
		{"--version", exitTrouble, exitGood},
		{"version", exitTrouble, exitGood},
		{"completion bash", exitTrouble, exitGood},
		{"__complete 0", exitTrouble, exitGood},
		{"help", exitTrouble, exitGood},
		{"all --dry-run", exitTrouble, exitGood},
		{"ci --dry-run", exitTrouble, exitGood},
		{"all", exitTrouble, exitFailed},
		{"all -q", exitTrouble, exitFailed},
		{"all --events=-", exitTrouble, exitFailed},
		{"all --report=json:-", exitTrouble, exitFailed},
		{"ci", exitTrouble, exitFailed},
		{"ci --shard=1/1", exitTrouble, exitFailed},
		{"merge .hub/runs", exitTrouble, exitTrouble}, // of the shards before, the one that could not print is the worst
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
		{"stale --dry-run", exitTrouble, exitGood},
		{"stale --run", exitTrouble, exitGood}, // the first time leaves nothing for the others
		{"plan --parts=2 -o -", exitTrouble, exitGood},
		{"submit command --slots=1 --dry-run", exitTrouble, exitGood},
		{"submit command --slots=1", exitTrouble, exitFailed},
		{"plan --parts=2 -o plan.ndjson", exitTrouble, exitGood},
		{"diff latest latest", exitTrouble, exitGood},
		{"diff latest latest --format=json", exitTrouble, exitGood},
		{"diff latest latest --format=markdown", exitTrouble, exitGood},
		{"baseline show", exitTrouble, exitGood},
		{"baseline show --format=json", exitTrouble, exitGood},
		{"baseline show --format=csv", exitTrouble, exitGood},
		{"baseline update --dry-run", exitTrouble, exitGood},
		{"baseline update --format=json", exitTrouble, exitGood}, // no example is run after it
		{"baseline update --format=csv", exitTrouble, exitGood},
		{"baseline update", exitTrouble, exitGood},
		{"ids --dry-run", exitTrouble, exitGood},
		{"ids", exitTrouble, exitGood},
		{"exclude b", exitTrouble, exitGood},
		{"config check", exitTrouble, exitGood},
		{"config print", exitTrouble, exitGood},
		{"config schema", exitTrouble, exitGood},
		{"hooks install", exitTrouble, exitGood},
		{"hooks uninstall", exitTrouble, exitGood},
		{"init --force", exitTrouble, exitGood},
		{"clean --completed --dry-run", exitTrouble, exitGood},
		// Without a flag that says what, it never fails a commit.
		{"clean --backup", exitGood, exitGood},
		{"clean --all --yes", exitTrouble, exitGood},
	}
	for _, name := range flags.SchemaNames() {
		rows = append(rows, unwritten{"schema " + name, exitTrouble, exitGood})
	}
	for _, name := range reporters.Names() {
		rows = append(rows, unwritten{"report --report=" + name + ":-", exitTrouble, exitGood})
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(rows, func(r unwritten) bool {
			return strings.HasPrefix(r.args+" ", words[0]+" ") && strings.Contains(r.args, strings.Join(words[1:], ""))
		})
	}
	var walk func(n *kong.Node, prefix string)
	walk = func(n *kong.Node, prefix string) {
		for _, c := range n.Children {
			name := prefix + c.Name
			walk(c, name+" ")
			if len(c.Children) == 0 {
				assert.True(t, has(name), "hub %s is not in the table", name)
			}
			for _, f := range c.Flags {
				switch f.Name {
				case "dry-run":
					assert.True(t, has(name, "--dry-run"), "hub %s --dry-run is not in the table", name)
				case "format":
					formats, _, _ := strings.Cut(f.Help, ":")
					for _, format := range regexp.MustCompile(`\w+`).FindAllString(formats, -1) {
						if format != f.Default && format != "or" {
							assert.True(t, has(name, "--format="+format), "hub %s --format=%s is not in the table", name, format)
						}
					}
				}
			}
		}
	}
	walk(grammar(t).Node, "")
	for _, name := range helps(grammar(t).Node, "") {
		rows = append(rows, unwritten{name + " --help", exitTrouble, exitGood})
	}
	return rows
}

// helps lists the names of all commands below a node, and of their groups.
func helps(n *kong.Node, prefix string) []string {
	var names []string
	for _, c := range n.Children {
		names = append(append(names, prefix+c.Name), helps(c, prefix+c.Name+" ")...)
	}
	return names
}

// TestAnAnswerThatCannotBeWritten: every command that prints an answer exits 3
// and says why when stdout takes nothing, on a full device or closed. No file of
// hub's gets the number of a closed one. What is discarded is no trouble.
func TestAnAnswerThatCannotBeWritten(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/a.sh": "exit 0\n",
		"examples/b.sh": "echo b >&2\nexit 1\n",
	})
	require.NoError(t, exec.Command("git", "init", "-q", root).Run())
	for _, row := range unwrittenRows(t) {
		args := strings.Fields(row.args)
		for _, way := range []struct{ redirect, says string }{
			{">/dev/full", "no space left on device"},
			{">&-", "standard output is closed"},
			{">/dev/null", ""},
		} {
			if strings.HasPrefix(row.args, "clean --all") || strings.HasPrefix(row.args, "report") { // so that there is something to say
				_, _, told := hubIn(t, bin, root, "all", "-q")
				require.Empty(t, told)
			}
			told, cmd := redirected(root, way.redirect, bin, args)
			want := row.lost
			if way.says == "" {
				want = row.null
			}
			assert.Equal(t, want, code(t, cmd.Run()), "hub %s %s: %s", row.args, way.redirect, told)
			if !strings.HasPrefix(row.args, "run --raw") {
				assert.Contains(t, told.String(), way.says, "hub %s %s", row.args, way.redirect)
				assert.NotContains(t, told.String(), "nothing was cleaned", "it was")
			}
			exit, _, said := hubIn(t, bin, root, "status", "--format=json")
			assert.Equal(t, exitGood, exit)
			assert.Empty(t, said, "hub %s %s has written where it should not", row.args, way.redirect)
		}
	}
}

// redirected is hub as a shell starts it; what remains of stderr goes to told.
func redirected(root, redirect, bin string, args []string) (told *strings.Builder, cmd *exec.Cmd) {
	told = &strings.Builder{}
	cmd = exec.Command("sh", append([]string{"-c", `exec "$0" "$@" ` + redirect, bin}, args...)...)
	cmd.Dir, cmd.Stderr = root, told
	return told, cmd
}

// Where stdout is for something else, the verdict goes to stderr, and must get
// there.
func TestAVerdictOnStderrThatCannotBeWritten(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "echo a\n"})
	for _, args := range []string{"run a", "all --events=-", "all --report=json:-", "ci --report=tap:-"} {
		for redirect, want := range map[string]int{"2>/dev/full": exitTrouble, "2>&-": exitTrouble, "2>/dev/null": exitGood, ">/dev/null": exitGood} {
			told, cmd := redirected(root, redirect, bin, strings.Fields(args))
			assert.Equal(t, want, code(t, cmd.Run()), "hub %s %s: %s", args, redirect, told)
		}
	}
}

// Nobody can be told anything where both are closed, or discarded by programs
// that open the null device as the Go runtime does.
func TestBothStreamsClosedIsAWish(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "echo a\n"})
	for _, redirect := range []string{">&- 2>&-", "<>/dev/null >&0 2>&0", ">/dev/null 2>&-"} {
		for args, want := range map[string]int{"all": exitGood, "run nothing": exitUsage} {
			_, cmd := redirected(root, redirect, bin, strings.Fields(args))
			assert.Equal(t, want, code(t, cmd.Run()), "hub %s %s", args, redirect)
		}
	}
}
