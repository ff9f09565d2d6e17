package recording

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	width "github.com/charmbracelet/x/ansi"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxLine bounds how many bytes are held until a line ends.
const maxLine = 64 << 10

// Stream passes on what an example prints while it prints it: in the log of a CI
// system each line behind a bar and sanitised, so that the system takes no output
// for its commands, and elsewhere byte for byte. Of several examples each line begins with
// the name of its example.
type Stream struct {
	mu      sync.Mutex
	w       *asyncwriter.Writer
	log     bool
	secrets *mask.Patterns // for what only a terminal's cursor puts together
	held    []byte
	// begin and end are the fence around all that is passed on.
	begin, end string
	// labels are the names of the examples by ID, padded; empty for one example alone.
	// label is that of the one that runs.
	labels map[string]string
	label  string
}

// Label makes each line begin with the name of its example if the plan has several
// examples, which must run one at a time. It returns the stream.
func (s *Stream) Label(examples []*hub.Example) *Stream {
	if len(examples) < 2 {
		return s
	}
	s.labels = make(map[string]string, len(examples))
	columns := 0
	for _, e := range examples {
		columns = max(columns, width.StringWidth(sanitize.Line(e.Called())))
	}
	for _, e := range examples {
		name := sanitize.Line(e.Called())
		s.labels[e.ID] = name + strings.Repeat(" ", columns-width.StringWidth(name)) + " "
	}
	return s
}

// Before returns a function that records which example runs, and then calls next. A nil
// stream records nothing.
func (s *Stream) Before(next func(hub.Event)) func(hub.Event) {
	if s == nil || s.labels == nil {
		return next
	}
	return func(e hub.Event) {
		if e.Type == hub.EventExampleStarted || e.Type == hub.EventExampleFinished {
			s.mu.Lock()
			s.flush()
			s.label = s.labels[e.ID]
			s.mu.Unlock()
		}
		next(e)
	}
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
	if !s.log && s.labels == nil {
		return s.w.Write(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
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

// line passes on one line. Only a log needs more than a label before it.
func (s *Stream) line(text []byte) {
	if !s.log {
		_, _ = s.w.Write(slices.Concat([]byte(s.label+"| "), text, []byte{'\n'})) // Close returns the error
		return
	}
	if s.begin != "" {
		_, _ = io.WriteString(s.w, s.begin)
		s.begin = ""
	}
	for l := range bytes.SplitSeq([]byte(s.secrets.String(sanitize.Text(ansi.Shown(string(text))))), []byte{'\n'}) {
		_, _ = s.w.Write(slices.Concat([]byte(s.label+"| "), l, []byte{'\n'})) // Close returns the error
	}
}

// flush passes on an unfinished line.
func (s *Stream) flush() {
	if len(s.held) > 0 {
		s.line(s.held)
		s.held = nil
	}
}

// Close passes on an unfinished line and returns the first error. A nil stream has none.
func (s *Stream) Close(ctx context.Context) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush()
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
