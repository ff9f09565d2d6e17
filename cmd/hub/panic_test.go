package main

import (
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

// hubFault is a hub with a fault: hubfault N ARG…, which panics where it asks for
// the time for the N-th time, in whatever goroutine that is.
func hubFault() {
	n, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitUsage)
	}
	var asked atomic.Int64
	process := thisProcess()
	process.Now = func() time.Time {
		if asked.Add(1) == n {
			panic("the clock has no hands")
		}
		return wallClock()
	}
	os.Exit(hubMain(os.Args[2:], process))
}
