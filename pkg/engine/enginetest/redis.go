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
	// cert and key are the files of its certificate; empty: it speaks no TLS.
	cert, key string
	run       *daemon
}

// Redis starts a Redis server, with further arguments for it, such as
// "--requirepass", "secret" or "--maxmemory", "2mb".
func Redis(t testing.TB, args ...string) *RedisServer {
	t.Helper()
	s := &RedisServer{t: t, args: args}
	s.first()
	return s
}

// RedisTLS starts a Redis server that speaks TLS only, with the certificate and the key of
// these files.
func RedisTLS(t testing.TB, cert, key string) *RedisServer {
	t.Helper()
	s := &RedisServer{t: t, cert: cert, key: key}
	s.first()
	return s
}

// first starts the server at a port that is free.
func (s *RedisServer) first() {
	t := s.t
	t.Helper()
	s.path, s.dir = needs(t, "apt-get install redis-server", "redis-server")["redis-server"], tempDir(t)
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
}

// URL returns the server's URL.
func (s *RedisServer) URL() string {
	if s.cert != "" {
		return "rediss://" + s.Addr
	}
	return "redis://" + s.Addr
}

func (s *RedisServer) start() (err error) {
	port := []string{"--port", strconv.Itoa(s.Port)}
	if s.cert != "" {
		port = []string{"--port", "0", "--tls-port", strconv.Itoa(s.Port), "--tls-cert-file", s.cert, "--tls-key-file", s.key, "--tls-auth-clients", "no"}
	}
	args := append(append(port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir, "--daemonize", "no"), s.args...)
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
