package proc

import "math"

// ArgumentBounds returns how many bytes the system takes of all arguments and
// environment of a program together, and of one of them.
func ArgumentBounds() (all, one int) { return 32 << 10, math.MaxInt }
