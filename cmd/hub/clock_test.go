package main

import (
	"fmt"
	"os"
	"time"
)

// hubAt is hub on a machine whose clock is wrong: hubat OFFSET ARG…, where the
// offset is a duration, as -90m.
func hubAt() {
	offset, err := time.ParseDuration(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitUsage)
	}
	process := thisProcess()
	process.Now = func() time.Time { return wallClock().Add(offset) }
	os.Exit(hubMain(os.Args[2:], process))
}
