package main

import "github.com/seed-00a9b34c/hub/pkg/exitcode"

// The exit codes, as tests call them: many have a variable exit.
const (
	exitGood    = exitcode.Good
	exitFailed  = exitcode.Failed
	exitUsage   = exitcode.Usage
	exitTrouble = exitcode.Trouble
	exitEmpty   = exitcode.Empty
	exitSignal  = exitcode.Signal
)
