package main

import (
	"bytes"
	"context"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxLine bounds how much is held back for the end of a line.
const maxLine = 64 << 10

// stream passes on what an example prints. In a
// pipeline's log each line stands behind a bar and is sanitised, so that no
// output can be taken for a command of the CI system; elsewhere the output is
// passed on byte for byte.
type stream struct {
	w       *asyncwriter.Writer
	lines   bool
	secrets *mask.Patterns // for what the cursor of a terminal puts together
	held    []byte
	// begin and unfence stand before and after all that is passed on.
	begin, unfence string
}

func (a *App) stream() *stream {
	s := &stream{w: asyncwriter.New(a.Stdout), secrets: a.secrets, lines: a.inPipeline()}
	s.begin, s.unfence = a.fence()
	return s
}

// Write takes all of p, whatever happens to it.
func (s *stream) Write(p []byte) (int, error) {
	if !s.lines {
		return s.w.Write(p)
	}
	s.held = append(s.held, p...)
	for {
		i := bytes.IndexByte(s.held, '\n')
		if i < 0 && len(s.held) < maxLine {
			return len(p), nil
		}
		if i < 0 {
			i = len(s.held)
		}
		s.line(s.held[:i])
		s.held = s.held[min(i+1, len(s.held)):]
	}
}

func (s *stream) line(text []byte) {
	if s.begin != "" {
		_, _ = io.WriteString(s.w, s.begin)
		s.begin = ""
	}
	for l := range bytes.SplitSeq([]byte(s.secrets.String(sanitize.Text(ansi.Shown(string(text))))), []byte{'\n'}) {
		_, _ = s.w.Write(append(append([]byte("| "), l...), '\n')) // close tells the error
	}
}

// end passes on an unfinished line, and returns the first error.
func (s *stream) end(ctx context.Context) error {
	if len(s.held) > 0 {
		s.line(s.held)
		s.held = nil
	}
	if s.begin == "" {
		_, _ = io.WriteString(s.w, s.unfence)
	}
	return s.w.Close(ctx)
}
