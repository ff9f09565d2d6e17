package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// panicked, deferred, makes of a panic one sentence and exit code 3: by itself the
// Go runtime would print stacks and exit with the code of a usage error. What
// the run has recorded is folded in by the next command, as after a kill. A
// developer who sets GOTRACEBACK gets the stacks.
//
// Note: it holds for the goroutine of main and for those that [App.safely] starts
// something in. What the runtime ends a program for (a map that is written to by
// two, a stack or a memory that is used up, a panic elsewhere) cannot be caught:
// it prints one stack, exits with 2, and no setting of the program, only the
// environment (GOTRACEBACK=none), keeps the stack back.
func (a *App) panicked(code *int) {
	if a.developed() {
		return
	}
	if r := recover(); r != nil {
		a.printPanic(r)
		*code = exitTrouble
	}
}

// safely returns do for a goroutine of its own: a panic in it ends hub as
// [App.panicked] does.
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
	fmt.Fprintf(a.Stderr, "hub: a fault of hub's own%s: %s; please report it, with what GOTRACEBACK=all prints\n", panicPlace(), sanitize.Line(fmt.Sprint(reason)))
}

// panicPlace says where the panic that is being recovered from happened, as far
// as that is in hub: " in FILE:LINE", without the folders of the machine that
// built it.
func panicPlace() string {
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

// developed reports whether somebody wants to see the stacks of a crash.
func (a *App) developed() bool {
	level := a.getenv("GOTRACEBACK")
	return level != "" && level != "none"
}
