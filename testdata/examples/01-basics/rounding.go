// ---
// title: Money in floating point
// order: 5
// tags: [numbers, known-issue]
// allow-failure: {reason: "shows a bug; the chapter on decimals will repair it", owner: docs}
// ---

package main

import (
	"fmt"
	"os"
)

func main() {
	// Ten dimes are a dollar, but 0.1 has no exact binary form.
	var dollars float64
	for range 10 {
		dollars += 0.1
	}
	fmt.Printf("ten dimes: %.20f dollars\n", dollars)
	if dollars != 1 {
		fmt.Fprintf(os.Stderr, "assertion failed: ten dimes are %v dollars, expected 1\n", dollars)
		os.Exit(1)
	}
}
