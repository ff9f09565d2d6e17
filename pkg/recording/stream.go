package recording

import (
	"bytes"
	"context"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxLine bounds how many bytes are held until a line ends.
const maxLine = 64 << 10

// Stream passes on what an example prints while it prints it: in the log of a CI
// system each line behind a bar and sanitised, so that the system takes no output
// for its commands, and elsewhere byte for byte.
type Stream struct {
	w       *asyncwriter.Writer
	log     bool
	secrets *mask.Patterns // for what only a terminal's cursor puts together
	held    []byte
	// begin and end are the fence around all that is passed on.
	begin, end string
}

// NewStream returns a stream to w. log says that w is the log of a CI system, which
// has the fence.
func NewStream(w io.Writer, log bool, secrets *mask.Patterns, fence func() (begin, end string)) *Stream {
	s := &Stream{w: asyncwriter.New(w), log: log, secrets: secrets}
	s.begin, s.end = fence()
	return s
}

// Write takes all of p; the errors are Close's.
func (s *Stream) Write(p []byte) (int, error) {
	if !s.log {
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

func (s *Stream) line(text []byte) {
	if s.begin != "" {
		_, _ = io.WriteString(s.w, s.begin)
		s.begin = ""
	}
	for l := range bytes.SplitSeq([]byte(s.secrets.String(sanitize.Text(ansi.Shown(string(text))))), []byte{'\n'}) {
		_, _ = s.w.Write(append(append([]byte("| "), l...), '\n')) // Close returns the error
	}
}

// Close passes on an unfinished line and returns the first error.
func (s *Stream) Close(ctx context.Context) error {
	if len(s.held) > 0 {
		s.line(s.held)
		s.held = nil
	}
	if s.begin == "" {
		_, _ = io.WriteString(s.w, s.end)
	}
	return s.w.Close(ctx)
}

// Fence puts the fence of a CI system around what an example that has the terminal
// prints to w. It returns what ends it.
func Fence(w io.Writer, fence func() (begin, end string), warn func(format string, args ...any)) (unfence func()) {
	begin, end := fence()
	if begin == "" {
		return func() {}
	}
	write := func(text string) {
		if _, err := io.WriteString(w, text); err != nil {
			warn("writing to stdout: %v", err)
		}
	}
	write(begin)
	return func() { write("\n" + end) } // the output need not end with a newline
}
