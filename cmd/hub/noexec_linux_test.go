package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// noExec mounts a file system from which no program can be started.
func noExec(t *testing.T, dir string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_NOEXEC, "size=8m"); err != nil {
		t.Skipf("a file system without programs cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// A mount without programs is named, with the variable or flag by which hub and
// its examples find another place.
func TestNoExecIsNamed(t *testing.T) {
	bin := buildHub(t)
	copied, err := exec.LookPath("true")
	require.NoError(t, err)
	root := tree(t, map[string]string{
		"hub.yaml": "sources: [{path: examples, include: ['**/*']}]\nrunners:\n" +
			"  direct: {match: ['*.run'], command: ['{file}']}\n" +
			"  made: {match: ['*.made'], build: [cp, " + copied + ", '{bin}'], command: ['{bin}']}\n",
		"examples/a.sh":       "cp " + copied + " $TMPDIR/program && $TMPDIR/program\n",
		"examples/built.made": "\n",
	})
	state, temp, own := filepath.Join(root, ".hub"), filepath.Join(root, "temp"), filepath.Join(root, "examples", "own")
	noExec(t, state)
	noExec(t, temp)
	noExec(t, own)
	program, err := os.ReadFile(copied)
	require.NoError(t, err)
	programtest.Write(t, filepath.Join(own, "x.run"), string(program))
	t.Setenv("TMPDIR", temp)

	exit, out, told := hubIn(t, bin, root, "all")
	assert.Equal(t, exitFailed, exit, told)
	const remedy = "is mounted noexec: permission denied; mount it without noexec, or name folders on another file system: --state=DIR for what hub builds, TMPDIR for what examples make"
	assert.Contains(t, out, "the file system at .hub "+remedy)
	assert.Contains(t, out, "the file system at examples/own "+remedy)
	assert.Contains(t, out, "; "+temp+", where its TMPDIR is, is on a file system mounted noexec: set TMPDIR to a folder where programs may start")
}
