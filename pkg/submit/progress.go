package submit

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
)

// Progress is how far a submission is.
type Progress struct {
	// Parts are those of the plan; Done are proven, Red of them have a result that gates.
	Parts, Done, Red int
	// Running and Waiting are tasks, as the engine counts them; Why is its reason to let
	// one wait.
	Running, Waiting int
	Why              string
	Elapsed          time.Duration
	// Left is estimated from the plan's durations; 0: unknown.
	Left time.Duration
}

// progress calls Progress.
func (s *submission) progress() {
	p := Progress{Parts: s.Proofs.Parts, Elapsed: s.Now().Sub(s.begun)}
	done, left := 0.0, 0.0
	for i := range s.Proofs.Parts {
		part := s.Proofs.Part(i + 1)
		if !part.Proven {
			left += part.Seconds
			continue
		}
		p.Done++
		done += part.Seconds
		if part.Red > 0 {
			p.Red++
		}
	}
	for _, b := range s.open {
		for i := range b.tasks {
			if b.settled[i] {
				continue
			}
			switch state := b.states[i+1]; state.Phase {
			case engine.Running:
				p.Running++
			case engine.Waiting:
				p.Waiting++
				if state.Why != "" && p.Why == "" {
					p.Why = state.Why
				}
			}
		}
	}
	if done -= s.before; done > 0 { // what was expected to take as long took this long
		p.Left = time.Duration(float64(p.Elapsed) / done * left)
	}
	s.Progress(p)
}

// String is the progress as one line.
func (p Progress) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%d/%d parts done", p.Done, p.Parts)
	if p.Red > 0 {
		fmt.Fprintf(&out, " (%d with failures)", p.Red)
	}
	fmt.Fprintf(&out, ", %d running, %d waiting", p.Running, p.Waiting)
	if p.Why != "" && p.Running == 0 {
		fmt.Fprintf(&out, " (%s)", p.Why)
	}
	fmt.Fprintf(&out, "; %s", p.Elapsed.Round(time.Second))
	if p.Left > 0 {
		fmt.Fprintf(&out, ", about %s left", p.Left.Round(time.Second))
	}
	return out.String()
}

// Screen shows progress: on a terminal as one line that is replaced, elsewhere as a line
// now and then.
type Screen struct {
	Out io.Writer
	// Live: Out is a terminal. Columns is its width.
	Live    bool
	Columns func() int
	// Every is the least time between two lines elsewhere.
	Every time.Duration

	shown string
	last  time.Duration
}

// Show shows the progress.
func (s *Screen) Show(p Progress) {
	text := p.String()
	switch {
	case s.Live:
		if width := s.Columns(); width > 1 && len(text) >= width { // it has ASCII only, but for the engine's reason
			text = strings.ToValidUTF8(text[:width-1], "")
		}
		fmt.Fprintf(s.Out, "\r\x1b[K%s", text)
		s.shown = text
	case s.shown == "" || p.Elapsed-s.last >= s.Every:
		fmt.Fprintf(s.Out, "hub: %s\n", text)
		s.shown, s.last = text, p.Elapsed
	}
}

// Clear removes the line of a terminal, before something else is printed.
func (s *Screen) Clear() {
	if s.Live && s.shown != "" {
		fmt.Fprint(s.Out, "\r\x1b[K")
		s.shown = ""
	}
}
