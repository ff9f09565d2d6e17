//go:build !linux

package programs

import "math"

// AddressSpace returns how many more bytes of address space this process may use;
// here it is not known: math.MaxInt64.
func AddressSpace() int64 { return math.MaxInt64 }

// ThreadSpace returns how many bytes of address space the stack of a thread takes;
// here it is not known: 0.
func ThreadSpace() int64 { return 0 }
