// ---
// title: Money does not float
// order: 5
// tags: [numbers]
// expect: {stdout: {contains: "in cents: true"}}
// ---

package main

import "fmt"

func main() {
	// Ten dimes are a dollar, but 0.1 has no exact binary form.
	var dollars float64
	var cents int
	for range 10 {
		dollars += 0.1
		cents += 10
	}
	fmt.Printf("in floating point: %t, they are %.17f\n", dollars == 1, dollars)
	fmt.Printf("in cents: %t, they are %d\n", cents == 100, cents)
}
