// ---
// title: A Go program that does not compile
// verdict: {status: error, type: build_error}
// ---

package main

import "fmt"

func main() {
	fmt.Println(undefinedName)
}
