package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// answerTime and answerSize bound an answer of an engine: a controller that hangs must not
// make hub hang, and one line a task is less than 200 bytes.
const (
	answerTime = 2 * time.Minute
	answerSize = 64 << 20
)

// Failure is the error of a program of the engine that failed.
type Failure struct {
	Argv    []string
	Err     error
	Printed string // to stderr: one safe line
}

func (f *Failure) Error() string {
	text := fmt.Sprintf("%s: %v", sanitize.Line(f.Argv[0]), f.Err)
	if f.Printed != "" {
		text += ": " + f.Printed
	}
	return text
}

func (f *Failure) Unwrap() error { return f.Err }

// Programs returns what runs the engine's programs, in the folder dir and with the
// environment environ (NAME=value).
//
// Note: the messages are those of the language C, so that they can be recognised.
func Programs(dir string, environ []string) Exec {
	environ = append(environ[:len(environ):len(environ)], "LC_ALL=C")
	path := hub.Getenv(environ)("PATH")
	return func(ctx context.Context, argv []string) ([]byte, error) {
		program, err := programs.LookPath(argv[0], path)
		if err != nil {
			return nil, &Failure{argv, err, ""}
		}
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		out, said := bounded{most: answerSize}, bounded{most: 64 << 10}
		cmd := exec.CommandContext(ctx, program, argv[1:]...)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, environ, &out, &said, time.Second
		apart(cmd)
		err = errors.Join(cmd.Run(), ctx.Err())
		if out.cut && err == nil {
			err = fmt.Errorf("it printed more than %d MiB", answerSize>>20)
		}
		if err != nil {
			return out.Bytes(), &Failure{argv, err, sanitize.Message(said.String())}
		}
		return out.Bytes(), nil
	}
}

// bounded keeps the first bytes that are written.
type bounded struct {
	bytes.Buffer
	most int
	cut  bool
}

func (b *bounded) Write(p []byte) (int, error) {
	keep := min(len(p), b.most-b.Len())
	b.cut = b.cut || keep < len(p)
	b.Buffer.Write(p[:keep])
	return len(p), nil
}
