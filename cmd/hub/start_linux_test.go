package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// initialised is what packages allocate before main, or before a supervisor process
// takes over.
type initialised struct {
	packages         map[string]int // the bytes of each
	bytes, allocated int            // of all, and how often
}

// initTrace runs hub under a name, as which it does nothing much, and returns what was
// initialised, as the runtime reports it.
func initTrace(t *testing.T, name string, args ...string) initialised {
	t.Helper()
	var errs strings.Builder
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	defer null.Close()
	cmd := exec.Command(buildHub(t), args...)
	cmd.Args[0], cmd.Stderr = name, &errs
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	cmd.ExtraFiles = []*os.File{null, null} // where a supervisor process has its sockets: it finds their end
	require.NoError(t, cmd.Run(), "%s", &errs)
	out := initialised{packages: map[string]int{}}
	for _, m := range regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, (\d+) allocs$`).FindAllStringSubmatch(errs.String(), -1) {
		bytes, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		allocs, err := strconv.Atoi(m[3])
		require.NoError(t, err)
		out.packages[m[1]] = bytes
		out.bytes += bytes
		out.allocated += allocs
	}
	require.Contains(t, out.packages, "runtime", "%s", &errs)
	return out
}

// What every start pays before its first own line stays small: it falls, and rises for
// a reason only.
func TestLittleIsInitialisedBeforeMain(t *testing.T) {
	hub := initTrace(t, "hub", "version")
	t.Logf("%d packages, %d bytes in %d allocations", len(hub.packages), hub.bytes, hub.allocated)
	assert.LessOrEqual(t, len(hub.packages), 119) // 3 of them measure and wrap text for terminals, 2 speak to Redis, 1 watches files
	assert.LessOrEqual(t, hub.bytes, 149_500)
	assert.LessOrEqual(t, hub.allocated, 980)
	for name, bytes := range hub.packages {
		if strings.HasPrefix(name, module) {
			assert.LessOrEqual(t, bytes, 4096, "%s: what is compiled or computed here is so by every command; make it with sync.OnceValue", name)
		}
	}
}

// A supervisor process takes over before the packages that read YAML, run templates or
// speak TLS.
func TestSupervisorProcessesTakeOverEarly(t *testing.T) {
	supervisor := initTrace(t, "hub: supervisor of one example at a time")
	t.Logf("%d packages, %d bytes in %d allocations", len(supervisor.packages), supervisor.bytes, supervisor.allocated)
	assert.NotContains(t, supervisor.packages, module+"/pkg/supervision", "it did not take over")
	assert.LessOrEqual(t, len(supervisor.packages), 75)
	assert.LessOrEqual(t, supervisor.bytes, 60_000)
	assert.LessOrEqual(t, supervisor.allocated, 280)
	for _, late := range []string{"gopkg.in/yaml%2ev3", "github.com/alecthomas/kong", "html/template", "crypto/tls", "net"} {
		assert.NotContains(t, supervisor.packages, late)
	}
}

// Packages that are large, or expensive to start with, come in by accident: through a
// helper that one file uses.
func TestNothingExpensiveIsLinkedIn(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := list.Output()
	require.NoError(t, err)
	deps := strings.Fields(string(out))
	for _, no := range []string{"net/http", "net/textproto", "mime", "testing", "flag", "runtime/pprof", "encoding/gob", "expvar", "database/sql", "image", "go/types"} {
		assert.NotContains(t, deps, no)
	}
	info, err := os.Stat(buildHub(t))
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(25<<20), filepath.Base(info.Name()))
}
