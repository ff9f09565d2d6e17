package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hubCounted is hub that ends with a line about the bytes that it has allocated.
func hubCounted() {
	code := hubMain(os.Args[1:], thisProcess())
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintln(os.Stderr, "allocated", m.TotalAlloc)
	os.Exit(code)
}

// Lower the bounds with every change that saves some. They are a sixth above what was
// measured, for what hub does beside each other is not the same each time.
func TestAllocationsOfALook(t *testing.T) {
	if underRace() {
		t.Skip("the race detector allocates as well; .ci/bare runs this without it")
	}
	bin := buildHub(t)
	program, err := os.Executable()
	require.NoError(t, err)
	looks := map[string]float64{"list": 5000, "status": 4600, "errors": 3500, "stale": 4600, "stats": 5000, "__complete 1 run": 1600, "-q": 4600} // bytes for each example
	const few, many = 100, 600
	counts := map[string]map[int]uint64{}
	for _, n := range []int{few, many} {
		files := map[string]string{"hub.yaml": "sources: [{path: examples}]\n"}
		for i := range n {
			files[fmt.Sprintf("examples/g%d/e%03d.sh", i%10, i)] = "echo hello\n"
		}
		root := tree(t, files)
		exit, _, said := hubIn(t, bin, root, "all", "-q")
		require.Equal(t, exitGood, exit, said)
		for look := range looks {
			if counts[look] == nil {
				counts[look] = map[int]uint64{}
			}
			allocated := uint64(math.MaxUint64)
			for range 3 { // the least counts
				allocated = min(allocated, allocatedBy(t, program, root, look))
			}
			counts[look][n] = allocated
		}
	}
	for look, most := range looks {
		each := float64(counts[look][many]-counts[look][few]) / (many - few)
		t.Logf("hub %s: %.0f of %.0f", look, each, most)
		assert.LessOrEqual(t, each, most, "hub %s allocates more for an example than before", look)
	}
}

// allocatedBy returns how many bytes a look allocates.
func allocatedBy(t *testing.T, program, root, look string) (allocated uint64) {
	t.Helper()
	cmd := exec.Command(program, strings.Fields(look)...)
	cmd.Args[0], cmd.Dir = "hubcounted", root
	var errs strings.Builder
	cmd.Stderr = &errs
	require.NoError(t, cmd.Run(), errs.String())
	_, err := fmt.Sscanf(errs.String(), "allocated %d", &allocated)
	require.NoError(t, err, errs.String())
	return allocated
}
