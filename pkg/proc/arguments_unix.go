//go:build unix

package proc

import (
	"math"
	"runtime"

	"golang.org/x/sys/unix"
)

// ArgumentBounds returns how many bytes the system takes of all arguments and
// environment of a program together, each with its end and its pointer, and of
// one of them with its end.
func ArgumentBounds() (all, one int) {
	if runtime.GOOS != "linux" {
		return 1 << 20, math.MaxInt // ARG_MAX of Darwin
	}
	const least, most = 128 << 10, 6 << 20
	var stack unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_STACK, &stack) != nil {
		return least, least
	}
	return int(max(min(stack.Cur/4, most), least)), 128 << 10
}
