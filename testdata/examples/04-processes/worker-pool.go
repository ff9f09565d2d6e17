// ---
// title: A bounded pool of workers
// tags: [concurrency, goroutines]
// expect: {stdout: {contains: "sum of all lengths: 348"}}
// ---

package main

import (
	"fmt"
	"sync"
)

// collatz returns how many steps n takes to reach 1.
func collatz(n int) int {
	steps := 0
	for ; n != 1; steps++ {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
	}
	return steps
}

func main() {
	const workers = 3
	numbers := []int{7, 27, 97, 12, 19, 64, 9, 25, 33}

	// Each worker writes only to the places whose index it was given: no lock
	// is needed, and the results stay in the order of the questions.
	steps := make([]int, len(numbers))
	jobs := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range jobs {
				steps[i] = collatz(numbers[i])
			}
		})
	}
	for i := range numbers {
		jobs <- i
	}
	close(jobs)
	group.Wait()

	sum := 0
	for i, n := range numbers {
		fmt.Printf("%3d reaches 1 after %3d steps\n", n, steps[i])
		sum += steps[i]
	}
	fmt.Println("sum of all lengths:", sum)
}
