package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// panicked, deferred, turns a panic into one sentence and exit code 3; the Go runtime
// would print stacks and exit with the code of a usage error. The next command reads
// what the run has recorded, as after a kill. With GOTRACEBACK set, the stacks are
// printed.
//
// Note: this covers the goroutine of main and those of [App.safely]. A program cannot
// catch what makes the runtime give up (concurrent map writes, exhausted stack or
// memory, a panic in another goroutine): it prints one stack and exits with 2, and only
// the environment (GOTRACEBACK=none) suppresses the stack.
func (a *App) panicked(code *int) {
	if a.developed() {
		return
	}
	if r := recover(); r != nil {
		a.printPanic(r)
		*code = exitTrouble
	}
}

// safely wraps what runs in a goroutine: a panic in it ends hub as [App.panicked] does.
func (a *App) safely(do func()) func() {
	return func() {
		if !a.developed() {
			defer func() {
				if r := recover(); r != nil {
					a.printPanic(r)
					os.Exit(exitTrouble)
				}
			}()
		}
		do()
	}
}

func (a *App) printPanic(reason any) {
	fmt.Fprintf(a.Stderr, "hub: a fault of hub's own%s: %s; please report it, with what GOTRACEBACK=all prints\n", panicLocation(), sanitize.Line(fmt.Sprint(reason)))
}

// panicLocation returns where the recovered panic happened, as " in FILE:LINE" without
// the folders of the machine that built hub.
func panicLocation() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for panicking := false; ; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(f.Function, "runtime."):
			return fmt.Sprintf(" in %s:%d", filepath.Join(filepath.Base(filepath.Dir(f.File)), filepath.Base(f.File)), f.Line)
		}
		if !more {
			return ""
		}
	}
}

// developed reports whether GOTRACEBACK asks for the stacks of a crash.
func (a *App) developed() bool {
	level := a.getenv("GOTRACEBACK")
	return level != "" && level != "none"
}
