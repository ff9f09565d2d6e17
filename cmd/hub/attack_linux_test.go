package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// An example that kills, stops or traces what started it costs itself its verdict
// at most: the run goes on to its end, nobody else is blamed, and nothing lives on.
func TestOwnershipAgainstAnExampleThatAttacksItsParent(t *testing.T) {
	needs(t, "setsid", "python3")
	text, err := os.ReadFile(filepath.Join("testdata", "survivors", "attack.py"))
	require.NoError(t, err)
	for _, kind := range []string{"KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "SEGV", "USR1", "PIPE", "STOP", "TSTP", "TTIN", "trace", "trace-kill"} {
		for _, j := range []string{"-j1", "-j3"} {
			t.Run(kind+j, func(t *testing.T) {
				t.Parallel()
				root, number := attacked(t, string(text), kind)
				exit, printed := owned(t, root, "ci", "-q", j, "--report=json:r.json")
				assert.Empty(t, alive(number), "alive after hub's end")
				assert.Contains(t, []int{exitGood, exitFailed}, exit, printed)
				run := loadReport(t, filepath.Join(root, "r.json"))
				assert.Equal(t, hub.EndFinished, run.End.Reason)
				for i := range run.Results {
					r := &run.Results[i]
					if strings.Contains(r.ID, "attack") {
						assert.True(t, r.Ended(), r.Status)
						if kind == "KILL" && assert.NotNil(t, r.Error) {
							assert.Regexp(t, `^how it ended is not known: the example, or something else, ended the hub process that supervised it \(SIGKILL\)( \(and it left processes behind\))?$`, r.Error.Message)
						}
						// Whoever killed what saw to it cannot pass.
						assert.False(t, (kind == "KILL" || kind == "trace-kill") && r.Status == hub.StatusCompleted && strings.HasPrefix(r.Last().Output, "done"), "%s", r.Last().Output)
						continue
					}
					assert.Equal(t, hub.StatusCompleted, r.Status, "%s is innocent: %v", r.ID, r.Error)
					assert.Empty(t, r.Leaked, r.ID)
				}
			})
		}
	}
}

// attacked is a project of innocents and one example that attacks its parent so.
func attacked(t *testing.T, text, kind string) (root, number string) {
	number = strconv.Itoa(100_000_000 + rand.IntN(899_000_000))
	files := map[string]string{"hub.yaml": "sources: [{path: examples, entry: [none]}]\nrun: {leaks: fail, timeout: 5s, grace: 100ms}\n"}
	for i := range 6 {
		files[fmt.Sprintf("examples/%d-innocent.sh", i)] = "sleep 0.1\necho fine\n"
	}
	files["examples/2-attack.py"] = strings.NewReplacer(`"KIND"`, strconv.Quote(kind), "NUMBER", number).Replace(text)
	root = tree(t, files)
	bury(t, map[string]string{"": number})
	return root, number
}

// An example that kills hub as well is as any other kill of hub: nothing lives
// on, and the next hub knows what was recorded.
//
// Note: one that kills its supervisor process and hub at once leaves nobody who
// could end it. That is beyond what a process can do against its own user.
func TestOwnershipAgainstAnExampleThatKillsHub(t *testing.T) {
	needs(t, "setsid", "python3")
	text, err := os.ReadFile(filepath.Join("testdata", "survivors", "attack.py"))
	require.NoError(t, err)
	root, number := attacked(t, string(text), "group")
	owned(t, root, "ci", "-q", "-j3")
	waitFor(t, "the end of what the example has left", func() bool { return len(alive(number)) == 0 })
	waitFor(t, "the end of the others", func() bool { return len(runningIn(root)) == 0 })
	exit, out, told := hubIn(t, buildHub(t), root, "status", "--format=json")
	require.Equal(t, exitGood, exit, told)
	assert.Zero(t, sums(t, out).Summary.Running)
}
