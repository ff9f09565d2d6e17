package enginetest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience bounds how long anything may take to start or to happen: Slurm enforces a time
// limit of a minute after up to two.
const patience = 150 * time.Second

// servers are programs that may be in folders that are not on PATH. Where a client is not
// on PATH either, other programs that an engine needs are missing as well.
var servers = []string{"redis-server", "slurmctld", "slurmd", "sge_qmaster", "sge_execd", "spoolinit", "spooldefaults"}

// needs returns the paths of programs, and skips the test if one is missing; in CI it
// fails it.
func needs(t testing.TB, hint string, programs ...string) map[string]string {
	t.Helper()
	paths := map[string]string{}
	for _, program := range programs {
		path, err := exec.LookPath(program)
		if slices.Contains(servers, program) {
			for _, dir := range []string{"/usr/sbin/", "/usr/local/sbin/", gridEngineDir} {
				if err != nil {
					path, err = exec.LookPath(dir + program)
				}
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
		time.Sleep(50 * time.Millisecond)
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
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = in, in
	dieWithTest(cmd)
	err = cmd.Start()
	_ = in.Close()
	if err != nil {
		_ = out.Close()
		return nil, err
	}
	seen, read := make(chan struct{}), make(chan struct{})
	go func() {
		d.read(out, ready, seen)
		_ = out.Close()
		close(read)
	}()
	go func() {
		_ = cmd.Wait()
		// What it has started may keep the pipe open.
		_ = out.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		<-read
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

// read keeps what the daemon prints, and closes seen at the first line with ready.
func (d *daemon) read(out io.Reader, ready string, seen chan struct{}) {
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		d.mu.Lock()
		if d.out.Len() > maxOutput {
			d.out.Next(maxOutput / 2)
		}
		d.out.WriteString(line)
		d.mu.Unlock()
		if seen != nil && strings.Contains(line, ready) {
			close(seen)
			seen = nil
		}
		if err != nil {
			return
		}
	}
}

// maxOutput bounds what is kept of a daemon's output, in bytes.
const maxOutput = 256 << 10

// Output returns what the daemon has printed last.
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
