package enginetest

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// processesWith returns the processes that have all of the variables, as NAME=VALUE, in
// the environment that they were started with.
func processesWith(variables ...string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		env := bytes.Split(readProc(pid, "environ"), []byte{0})
		if !slices.ContainsFunc(variables, func(v string) bool {
			return !slices.ContainsFunc(env, func(e []byte) bool { return string(e) == v })
		}) {
			found = append(found, pid)
		}
	}
	return found
}

// parentOf returns the parent of a process; 0 if there is none.
func parentOf(pid int) int {
	_, rest, _ := strings.Cut(string(readProc(pid, "status")), "\nPPid:\t")
	line, _, _ := strings.Cut(rest, "\n")
	parent, _ := strconv.Atoi(line)
	return parent
}

// nameOf returns the name of the program that a process runs.
func nameOf(pid int) string { return strings.TrimSpace(string(readProc(pid, "comm"))) }

func readProc(pid int, name string) []byte {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
	return b
}

func killAll(pids []int) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// Has reports whether a process with the variables, NAME=VALUE, has text in its arguments.
func Has(text string, variables ...string) bool {
	return slices.ContainsFunc(processesWith(variables...), func(pid int) bool {
		return bytes.Contains(readProc(pid, "cmdline"), []byte(text))
	})
}
