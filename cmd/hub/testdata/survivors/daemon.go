//go:build ignore

// A daemon in Go: started anew, in a session of its own, with nothing inherited.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	if len(os.Args) == 3 { // the process in between
		daemon := exec.Command("/bin/sleep", "319."+os.Args[1])
		daemon.Env, daemon.Dir = []string{}, "/"
		daemon.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		start(daemon)
		return
	}
	between := exec.Command(os.Args[0], os.Args[1], "between")
	between.Env = []string{}
	between.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	start(between)
	if err := between.Wait(); err != nil {
		os.Exit(1)
	}
}

func start(cmd *exec.Cmd) {
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
