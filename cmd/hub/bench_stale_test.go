package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkStale shows what 'hub stale' costs an example, in CPU time, when
// every file has changed since: it has to be read, compared and named. It should
// be the same whatever their number. Use -benchtime=5x.
func BenchmarkStale(b *testing.B) {
	bin := buildHub(b)
	rows := [][]string{{"examples", "CPU/example"}}
	var each []float64
	for _, n := range []int{1000, 10_000} {
		root := remembered(b, n, 200)
		files, err := filepath.Glob(filepath.Join(root, "examples", "*", "*.sh"))
		require.NoError(b, err)
		require.Len(b, files, n)
		for _, file := range files {
			require.NoError(b, os.WriteFile(file, []byte("echo changed\n"), 0o644))
		}
		var costs []cost
		for range b.N {
			costs = append(costs, measure(b, exec.Command(bin, "stale", "--format=csv"), root, ""))
		}
		cpu := median(costs).cpu / time.Duration(n)
		each = append(each, float64(cpu))
		rows = append(rows, []string{strconv.Itoa(n), micro(cpu)})
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(each[1]/each[0], "last/first")
	b.Logf("naming what is stale, by the number of examples\n%s", table(rows...))
}
