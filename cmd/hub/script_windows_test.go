package main

import "github.com/rogpeppe/go-internal/testscript"

// mkfifo: Windows has no named pipes in the file system.
func mkfifo(ts *testscript.TestScript, neg bool, args []string) {
	ts.Fatalf("no named pipes here; guard with [!windows]")
}
