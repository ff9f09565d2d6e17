package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// TestMain lets the test binary be hub when a script calls it by that name:
// the scripts run real processes.
func TestMain(m *testing.M) {
	if name := filepath.Base(os.Args[0]); strings.TrimSuffix(name, ".exe") != "hub" {
		// The tests say themselves which CI system they are in.
		for _, s := range ci.Systems() {
			if s.Marker.Value == "" { // others set such a variable too
				os.Unsetenv(s.Marker.Variable)
			}
		}
		for _, name := range ci.Systems().Protected() {
			os.Unsetenv(name)
		}
		// Under the race detector a process sleeps for a second before it ends. The
		// tests start thousands, none of which leaves goroutines to be waited for.
		os.Setenv("GORACE", noRest)
		// What a shell starts in the background, or below nohup, ignores these, and so would
		// each hub that is sent one here. What is caught is not passed on to programs.
		for _, sig := range []os.Signal{os.Interrupt, syscall.SIGHUP} {
			if signal.Ignored(sig) {
				signal.Notify(make(chan os.Signal, 1), sig)
			}
		}
	}
	testscript.Main(cleaned{m}, map[string]func(){"hub": main, "hubat": hubAt, "hubcounted": hubCounted, "hubfault": hubFault, "speak": speak, "serve": serve})
}

// noRest is the setting of the race detector by which a process ends at once.
const noRest = "atexit_sleep_ms=0"

// TestScripts runs testdata/script: each file is how hub is used, from outside.
func TestScripts(t *testing.T) {
	t.Parallel()
	program := buildHub(t)
	hubs := filepath.Dir(program)
	if underRace() {
		hubs = watched(t, hubs)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Condition:           lacks,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", hubs+string(filepath.ListSeparator)+e.Getenv("PATH"))
			e.Setenv("PROGRAM", program) // to copy
			for _, name := range []string{"CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"} {
				e.Setenv(name, "")
			}
			e.Setenv("TZ", "UTC")
			e.Setenv("GORACE", noRest)
			// Compilers that were installed by rustup look there.
			if home, err := os.UserHomeDir(); err == nil && os.Getenv("RUSTUP_HOME") == "" {
				e.Setenv("RUSTUP_HOME", filepath.Join(home, ".rustup"))
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"awaitfile": awaitFile,
			"noprocess": noProcess,
			"cookbook":  cookbook,
			"exits":     exits,
			"passes":    func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(pass(args[0])) },
			"freeport":  freePort,
			"lines":     lines,
			"mkfifo":    mkfifo,
			"nowhere":   nowhere,
			"unseen":    unseen,
			"unseenout": unseenOut,
			"oddfile":   oddFile,
			"reseal":    reseal,
		},
	})
}

// underRace reports whether this test runs under the race detector.
func underRace() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// watched returns a folder whose hub is under the race detector where it runs
// examples, joins them or reports them: all that is done by several goroutines. It
// costs ten times what the program in the folder plain does, which is hub otherwise.
func watched(t *testing.T, plain string) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-race", "-o", filepath.Join(dir, "race", "hub"), ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	script := fmt.Sprintf(`#!/bin/sh
case " $* " in
*" all "* | *" ci "* | *" run "* | *" errors "* | *" stale "* | *" merge "* | *" report "*) exec %s/race/hub "$@" ;;
esac
exec %s/hub "$@"
`, dir, plain)
	programtest.Write(t, filepath.Join(dir, "hub"), script)
	return dir
}

// awaitFile waits until a file exists and is not empty, so that a script can
// go on when something has happened.
func awaitFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: awaitfile FILE")
	}
	path := ts.MkAbs(args[0])
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return
		}
		time.Sleep(5 * time.Millisecond) // between two looks at what another process does
	}
	ts.Fatalf("%s did not appear", args[0])
}

// noProcess waits until the process whose ID a file holds is gone.
func noProcess(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: noprocess PIDFILE")
	}
	pid, err := strconv.Atoi(strings.TrimSpace(ts.ReadFile(args[0])))
	if err != nil || pid <= 1 {
		ts.Fatalf("no process ID in %s", args[0])
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		if p, err := os.FindProcess(pid); err != nil || p.Signal(syscall.Signal(0)) != nil {
			return
		}
		time.Sleep(5 * time.Millisecond) // between two looks at what another process does
	}
	ts.Fatalf("process %d is still there", pid)
}

// exits runs hub and checks its exit code: exits CODE ARG…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE [ARG…]")
	}
	err := ts.Exec("hub", args[1:]...)
	code := "0"
	if err != nil {
		_, text, ok := strings.Cut(err.Error(), "exit status ")
		if !ok {
			ts.Fatalf("hub: %v", err)
		}
		code = text
	}
	if code != args[0] {
		ts.Fatalf("hub %s: exit code %s, not %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// lines checks how many lines a file has: lines N FILE.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines N FILE")
	}
	got := strings.Count(ts.ReadFile(args[1]), "\n")
	if want := args[0]; want != strconv.Itoa(got) {
		ts.Fatalf("%s has %d lines, not %s", args[1], got, want)
	}
}

// oddFile writes a file whose name a script cannot spell: oddfile NAME TEXT,
// with Go escapes in both.
func oddFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: oddfile NAME TEXT")
	}
	name, text := unquote(ts, args[0]), unquote(ts, args[1])
	path := ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, []byte(text), 0o644))
}

func unquote(ts *testscript.TestScript, text string) string {
	out, err := strconv.Unquote(`"` + text + `"`)
	ts.Check(err)
	return out
}
