// ---
// title: A table of temperatures
// order: 2
// tags: [loops, formatting]
// ---

package main

import "fmt"

// Two types for two units: the compiler refuses to mix them up.
type (
	celsius    float64
	fahrenheit float64
)

func (c celsius) fahrenheit() fahrenheit { return fahrenheit(c*9/5 + 32) }

func main() {
	fmt.Println("    °C      °F")
	for c := celsius(-40); c <= 100; c += 20 {
		fmt.Printf("%6.1f  %6.1f\n", c, c.fahrenheit())
	}
}
