package programs

import (
	"bytes"
	"math"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// AddressSpace returns how many more bytes of address space this process may use,
// by its limit (ulimit -v); math.MaxInt64 when there is none.
func AddressSpace() int64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) != nil || limit.Cur > math.MaxInt64 {
		return math.MaxInt64
	}
	text, _ := os.ReadFile("/proc/self/statm") // without it nothing is known to be used
	size, _, _ := bytes.Cut(text, []byte(" "))
	pages, _ := strconv.ParseInt(string(size), 10, 64)
	return max(0, int64(limit.Cur)-pages*int64(os.Getpagesize()))
}

// ThreadSpace returns how many bytes of address space the stack of a thread takes
// at most (ulimit -s).
func ThreadSpace() int64 {
	const usual = 8 << 20
	var stack unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_STACK, &stack) != nil || stack.Cur > 1<<30 {
		return usual
	}
	return int64(stack.Cur) + 1<<20 // what is around it
}
