package proc

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/capture"
	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// BenchmarkRun compares one short shell script under Run with os/exec and with
// the bare system calls, each by two workers at a time.
func BenchmarkRun(b *testing.B) {
	sh, err := programs.LookPath("sh", os.Getenv("PATH"))
	if err != nil {
		b.Skip(err)
	}
	file := filepath.Join(b.TempDir(), "one.sh")
	if err := os.WriteFile(file, []byte("echo hello\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	argv := []string{"sh", file}
	b.Run("proc", func(b *testing.B) {
		s, err := NewSupervisor()
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		env := os.Environ()
		each(b, func() error {
			capture := capture.New(64 << 10)
			exit := s.Run(ctx, Command{Path: sh, Argv: argv, Env: env, Output: capture, Timeout: time.Minute, Grace: time.Second})
			if exit.Err != nil || capture.String() != "hello\n" {
				return fmt.Errorf("%+v %q", exit, capture.String())
			}
			return nil
		})
		if left := s.Close(); len(left) > 0 {
			b.Fatal(left)
		}
	})
	b.Run("os-exec", func(b *testing.B) {
		each(b, func() error {
			out, err := exec.Command(sh, file).CombinedOutput()
			if !bytes.Equal(out, []byte("hello\n")) {
				return fmt.Errorf("%v %q", err, out)
			}
			return err
		})
	})
	b.Run("fork-exec-wait", func(b *testing.B) {
		null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		if err != nil {
			b.Fatal(err)
		}
		defer null.Close()
		fd := null.Fd()
		attr := &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{fd, fd, fd}}
		each(b, func() error {
			pid, err := syscall.ForkExec(sh, argv, attr)
			if err != nil {
				return err
			}
			_, err = syscall.Wait4(pid, nil, 0, nil)
			return err
		})
	})
}

func each(b *testing.B, once func() error) {
	cpu := func() time.Duration {
		var sum int64
		for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
			var u syscall.Rusage
			if err := syscall.Getrusage(who, &u); err != nil {
				b.Fatal(err)
			}
			sum += u.Utime.Nano() + u.Stime.Nano()
		}
		return time.Duration(sum)
	}
	b.ReportAllocs()
	before := cpu()
	work := make(chan struct{})
	done := make(chan error, 2)
	for range 2 {
		go func() {
			var err error
			for range work {
				if e := once(); e != nil {
					err = e
				}
			}
			done <- err
		}()
	}
	for b.Loop() {
		work <- struct{}{}
	}
	close(work)
	for range 2 {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/op")
}
