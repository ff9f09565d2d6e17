package enginetest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience bounds how long anything may take to start or to happen.
const patience = 60 * time.Second

// needs skips the test if a program is missing; in CI it fails it. Some programs are
// below sbin, which is not always on PATH.
func needs(t testing.TB, hint string, programs ...string) map[string]string {
	t.Helper()
	paths := map[string]string{}
	for _, program := range programs {
		path, err := exec.LookPath(program)
		for _, dir := range []string{"/usr/sbin/", "/usr/local/sbin/"} {
			if err != nil {
				path, err = exec.LookPath(dir + program)
			}
		}
		switch {
		case err == nil:
			paths[program] = path
		case os.Getenv("CI") == "true":
			t.Fatalf("%s is not installed, and in CI it must be: %s", program, hint)
		default:
			t.Skipf("%s is not installed: %s", program, hint)
		}
	}
	return paths
}

// Await waits until ok returns true, and fails the test if that takes too long. What
// happens in another process has no event to wait for.
func Await(t testing.TB, what string, ok func() bool) {
	t.Helper()
	end := time.Now().Add(patience)
	for !ok() {
		if time.Now().After(end) {
			t.Fatalf("waited %s for %s", patience, what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// freePorts returns ports of the loopback interface that were free a moment ago.
func freePorts(t testing.TB, n int) []int {
	t.Helper()
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// daemon is a server in the foreground.
type daemon struct {
	cmd  *exec.Cmd
	done chan struct{}
	mu   sync.Mutex
	out  bytes.Buffer
}

// start starts a daemon and waits until a line of its output contains ready; "": until it
// has started. The error has the output if the daemon ends before.
func start(cmd *exec.Cmd, ready string) (*daemon, error) {
	d := &daemon{cmd: cmd, done: make(chan struct{})}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = cmd.Stdout
	dieWithTest(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	seen := make(chan bool, 1)
	go func() {
		in := bufio.NewReader(out)
		for {
			line, err := in.ReadString('\n')
			d.mu.Lock()
			d.out.WriteString(line)
			d.mu.Unlock()
			if ready != "" && strings.Contains(line, ready) {
				select {
				case seen <- true:
				default:
				}
			}
			if err != nil {
				break
			}
		}
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
		close(d.done)
	}()
	if ready == "" {
		return d, nil
	}
	select {
	case <-seen:
		return d, nil
	case <-d.done:
		return nil, fmt.Errorf("%s ended: %s", cmd.Path, d.Output())
	case <-time.After(patience):
		d.kill()
		return nil, fmt.Errorf("%s did not print %q: %s", cmd.Path, ready, d.Output())
	}
}

// Output returns what the daemon has printed.
func (d *daemon) Output() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.out.String()
}

// kill ends the daemon at once, and waits for its end.
func (d *daemon) kill() {
	if d == nil {
		return
	}
	_ = d.cmd.Process.Kill()
	<-d.done
}

// tail returns the last lines that a daemon has printed.
func tail(d *daemon) string {
	if d == nil {
		return ""
	}
	lines := strings.SplitAfter(d.Output(), "\n")
	return strings.Join(lines[max(0, len(lines)-30):], "")
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tempDir is t.TempDir without the name of the test: paths of sockets are short.
func tempDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hub-engine-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 50 { // a process that was killed may still write
			if err = os.RemoveAll(dir); err == nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Error(err)
	})
	return dir
}
