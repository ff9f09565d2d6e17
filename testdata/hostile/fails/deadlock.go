// ---
// title: A Go program in which everybody waits
// verdict: {status: error, exit: 2}
// ---

package main

import "fmt"

func main() {
	answer := make(chan int)
	fmt.Println("waiting for an answer")
	fmt.Println(<-answer)
}
