//go:build unix

package programs

import (
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// Descriptors returns how many more descriptors this process may open, by its
// limit (ulimit -n); math.MaxInt when that is not known, or far.
func Descriptors() int {
	const far = 4 << 10
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil || limit.Cur > far {
		return math.MaxInt
	}
	open, err := os.ReadDir("/dev/fd")
	if err != nil {
		return 0 // not even one
	}
	return max(0, int(limit.Cur)-len(open)+1) // the folder's own is closed again
}
