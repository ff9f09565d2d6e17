package proc

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What counts is all that the example started and that ended in time: children, and
// what lost its parent. The next example of the same supervisor process begins at
// nothing. How large hub itself is makes no difference.
func TestUsageIsThatOfTheWholeTree(t *testing.T) {
	large := make([]byte, 256<<20)
	for i := 0; i < len(large); i += 4 << 10 {
		large[i] = 1
	}
	s := supervisor(t)
	runtime.KeepAlive(large)
	const text = "x=0123456789abcdef i=0; while [ $i -lt 21 ]; do x=$x$x i=$((i+1)); done; : ${#x}" // 32 MiB
	for name, script := range map[string]string{
		"itself":       text,
		"a child":      "(" + text + ")",
		"killed":       text + "; kill -KILL $$",
		"an orphan":    "mkfifo f; ( sh -c 'echo $$ >f; " + text + "' & ); read p <f; while read -r line </proc/$p/stat; do case $line in *') Z '*) break; esac; done",
		"a grandchild": "sh -c '(" + text + "); :'",
	} {
		c := shell(t, script)
		c.Dir = t.TempDir()
		exit, out := output(s, c)
		require.NoError(t, exit.Err, "%s: %s", name, out)
		t.Logf("%s: %s, %d MiB", name, exit.CPU, exit.Memory>>20)
		assert.Greater(t, exit.Memory, int64(32<<20), name)
		assert.Less(t, exit.Memory, int64(1<<30), name)
		assert.Positive(t, exit.CPU, name)
		assert.Less(t, exit.CPU, deadline, name)

		exit, _ = output(s, shell(t, ":"))
		assert.Zero(t, exit.Memory, "after %s: less than its supervisor process", name)
		assert.Positive(t, exit.CPU)
	}
}
