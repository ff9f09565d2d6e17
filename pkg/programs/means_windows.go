package programs

import "math"

// Descriptors returns how many more handles this process may open; here it is not
// bounded: math.MaxInt.
func Descriptors() int { return math.MaxInt }
