package enginetest

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// RedisServer is a Redis server without persistence: it is empty whenever it starts.
type RedisServer struct {
	// Addr is host and port, Port the latter; they stay the same after [RedisServer.Start].
	Addr string
	Port int
	t    testing.TB
	path string
	dir  string
	args []string
	run  *daemon
}

// Redis starts a Redis server, with further arguments for it, such as
// "--requirepass", "secret" or "--maxmemory", "2mb".
func Redis(t testing.TB, args ...string) *RedisServer {
	t.Helper()
	paths := needs(t, "apt-get install redis-server", "redis-server")
	s := &RedisServer{t: t, path: paths["redis-server"], dir: tempDir(t), args: args}
	t.Cleanup(s.Kill)
	var err error
	for range 5 { // another process may take the port meanwhile
		s.Port = freePorts(t, 1)[0]
		s.Addr = "127.0.0.1:" + strconv.Itoa(s.Port)
		if err = s.start(); err == nil || !strings.Contains(err.Error(), "in use") {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// URL returns the server's URL.
func (s *RedisServer) URL() string { return "redis://" + s.Addr }

func (s *RedisServer) start() (err error) {
	args := append([]string{"--port", strconv.Itoa(s.Port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir, "--daemonize", "no"}, s.args...)
	s.run, err = start(exec.Command(s.path, args...), "Ready to accept connections")
	return err
}

// Start starts the server again, empty, after [RedisServer.Kill].
func (s *RedisServer) Start() {
	s.t.Helper()
	if err := s.start(); err != nil {
		s.t.Fatal(err)
	}
}

// Kill ends the server at once; what it held is gone. Killing it twice is fine.
func (s *RedisServer) Kill() {
	if s.run != nil {
		s.run.kill()
	}
	s.run = nil
}

// Cli runs redis-cli on the server, and returns what it prints.
func (s *RedisServer) Cli(args ...string) string {
	s.t.Helper()
	cli := needs(s.t, "apt-get install redis-tools", "redis-cli")["redis-cli"]
	out, err := exec.Command(cli, append([]string{"-p", strconv.Itoa(s.Port)}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatal(fmt.Errorf("redis-cli %q: %w: %s", args, err, out))
	}
	return strings.TrimSpace(string(out))
}
