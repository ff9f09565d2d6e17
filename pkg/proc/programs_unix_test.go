//go:build unix

package proc

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// play is the body of every program that the tests run.
func play(name string, args []string) int {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch name {
	case "hang":
		fmt.Println("ready")
		time.Sleep(time.Hour)
	case "stubborn": // ignores what can be ignored
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
		fmt.Println("ready")
		time.Sleep(time.Hour)
	case "polite": // ends well when asked
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM)
		fmt.Println("ready")
		<-c
		fmt.Println("bye")
	case "stopped":
		fmt.Println("ready")
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		time.Sleep(time.Hour)
	case "flood": // prints so many bytes
		n, _ := strconv.ParseInt(arg(0), 10, 64)
		line := []byte(strings.Repeat("0123456789abcde\n", 4096))
		for ; n > 0; n -= int64(len(line)) {
			if _, err := os.Stdout.Write(line[:min(n, int64(len(line)))]); err != nil {
				return 1
			}
		}
	case "cat":
		if _, err := io.Copy(os.Stdout, os.Stdin); err != nil {
			return 1
		}
	case "fds": // lists its descriptors, but for those that listing and the runtime open
		for fd := range 256 {
			if target, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd)); err == nil &&
				!strings.HasPrefix(target, "anon_inode:") && !strings.HasPrefix(target, "/sys/") && !strings.HasPrefix(target, "/proc/") {
				fmt.Println(fd)
			}
		}
	case "leave": // starts a program (args) in a way (first arg), then ends, or hangs
		return leave(arg(0), args[1:])
	case "bomb": // forks down to a depth, at each level two
		n, _ := strconv.Atoi(arg(0))
		signal.Ignore(syscall.SIGTERM)
		if n > 0 {
			for range 2 {
				c := exec.Command(self(), strconv.Itoa(n-1))
				c.SysProcAttr = &syscall.SysProcAttr{Setsid: n%2 == 0}
				_ = c.Start()
			}
		}
		time.Sleep(time.Hour)
	default:
		fmt.Fprintln(os.Stderr, "no such helper:", name)
		return 99
	}
	return 0
}

// leave starts the helper args[0] with stdout handed on and ends. The way is a
// list of letters: s in a session of its own, g in a group of its own, w
// without environment, q without stdout, d by a process between that ends at
// once, h hang instead of end.
func leave(way string, args []string) int {
	has := func(c string) bool { return strings.Contains(way, c) }
	var c *exec.Cmd
	if has("d") {
		c = exec.Command(self(), append([]string{strings.NewReplacer("d", "", "h", "").Replace(way)}, args...)...)
	} else {
		c = exec.Command(self(), args[1:]...)
		c.Env = append(os.Environ(), helperVariable+"="+args[0])
		if has("w") {
			c.Env = []string{helperVariable + "=" + args[0], noDelay}
		}
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: has("s"), Setpgid: has("g")}
	if has("d") || !has("q") {
		c.Stdout = os.Stdout
	}
	if err := c.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if !has("d") {
		fmt.Println("started", c.Process.Pid)
	} else {
		if err := c.Wait(); err != nil {
			return 1
		}
	}
	if has("h") {
		fmt.Println("hanging")
		time.Sleep(time.Hour)
	}
	return 0
}

// self is the program that runs, which plays all the others.
func self() string {
	file, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return file
}
