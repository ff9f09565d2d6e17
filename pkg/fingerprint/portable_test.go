package fingerprint

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Two machines with other values, secrets, versions and places of the checkout agree.
func TestPortableFingerprintsOfTwoMachinesAgree(t *testing.T) {
	of := func(secret, version string) (string, []string) {
		root := tree(t, files)
		e := example(root)
		e.Settings.Env.Set = map[string]string{"A": secret, "HOME_OF": root}
		e.Argv = []string{"sh", "ex/a/run.sh", "--key=" + secret}
		e.Settings.Expect.Stdout.Contains = hub.Strings{"hello " + secret}
		print, parts, err := Take(e, Inputs{
			RunnerVersion: version, Env: func(name string) string { return secret + name }, Portable: true,
			Hide: func(text string) string { return strings.ReplaceAll(text, secret, "***") },
		})
		require.NoError(t, err)
		return print, parts
	}
	one, parts := of("alpha-secret", "sh 1")
	two, others := of("omega-secret", "sh 2")
	assert.Equal(t, one, two)
	assert.Equal(t, parts, others)
	assert.Regexp(t, "^"+PortableScheme+":[0-9a-f]{64}$", one)
	assert.NotContains(t, strings.Join(parts, " "), "runner version")
}

// Whatever else changes is seen, and named.
func TestPortableFingerprintsNoticeEachByte(t *testing.T) {
	for name, change := range map[string]func(root string, e *hub.Example){
		"run.sh changed":                        func(_ string, e *hub.Example) { write(t, e.File, "echo b") },
		"lib/data.txt changed":                  func(root string, _ *hub.Example) { write(t, filepath.Join(root, "ex/a/lib/data.txt"), "datA") },
		"new.txt was added":                     func(root string, _ *hub.Example) { write(t, filepath.Join(root, "ex/a/new.txt"), "") },
		"../common/one.json changed":            func(root string, _ *hub.Example) { write(t, filepath.Join(root, "ex/common/one.json"), "2") },
		"the command changed":                   func(_ string, e *hub.Example) { e.Argv = append(e.Argv, "-x") },
		"environment variable C was added":      func(_ string, e *hub.Example) { e.Settings.Env.Set["C"] = "" },
		"environment variable OTHER was added":  func(_ string, e *hub.Example) { e.Settings.Needs.Env = append(e.Settings.Needs.Env, "OTHER") },
		`inputs "../common/**/*.txt" was added`: func(_ string, e *hub.Example) { e.Settings.Inputs = append(e.Settings.Inputs, "../common/**/*.txt") },
		"the build command was added":           func(_ string, e *hub.Example) { e.Build = []string{"cc"} },
	} {
		t.Run(name, func(t *testing.T) {
			root := tree(t, files)
			e, in := example(root), Inputs{Portable: true}
			before, parts, err := Take(e, in)
			require.NoError(t, err)
			assert.Empty(t, told(t, e, in, parts))
			change(root, &e)
			after, _, err := Take(e, in)
			require.NoError(t, err)
			assert.NotEqual(t, before, after)
			assert.Contains(t, told(t, e, in, parts), name)
		})
	}
}
