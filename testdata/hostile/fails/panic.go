// ---
// title: A Go program that panics
// verdict: {status: error, exit: 2}
// ---

package main

import "fmt"

func main() {
	var scores []int
	fmt.Println("the first score:")
	fmt.Println(scores[len(scores)])
}
