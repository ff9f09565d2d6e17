// Command hub finds the runnable examples of a repository, runs them side by
// side, remembers what happened to each, and reports.
package main

import "os"

func main() {
	stdout, stderr := standard()
	os.Exit(hubMain(os.Args[1:], os.Stdin, stdout, stderr, os.Environ(), wallClock))
}
