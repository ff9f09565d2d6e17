package runner

import (
	"bytes"
	"io"
	"regexp"
)

// maxWatched bounds how much of one line is looked at.
const maxWatched = 64 << 10

// watch passes output on and looks at each line of it for patterns: the part
// of a flood that a capture drops may hold what makes the example fail.
type watch struct {
	w        io.Writer
	patterns []*regexp.Regexp
	line     []byte
	found    string // the first line that matches
}

// Write passes p on, whole.
func (w *watch) Write(p []byte) (int, error) {
	for rest := p; w.found == "" && len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte{'\n'})
		if room := maxWatched - len(w.line); room > 0 {
			w.line = append(w.line, line[:min(len(line), room)]...)
		}
		if ended {
			w.look()
		}
		rest = after
	}
	return w.w.Write(p)
}

// look looks at the line that has ended.
func (w *watch) look() {
	line := bytes.TrimSuffix(w.line, []byte{'\r'})
	for _, re := range w.patterns {
		if w.found == "" && re.Match(line) {
			w.found = string(line)
		}
	}
	w.line = w.line[:0]
}

// end looks at a last line without an end, and returns the first match.
func (w *watch) end() string {
	if len(w.line) > 0 {
		w.look()
	}
	return w.found
}

// failPatterns compiles a runner's fail-on-output once. The configuration has
// checked that they compile; one that does not matches nothing here, and is an
// error in classification.
func (x *Executor) failPatterns(name string) []*regexp.Regexp {
	x.mu.Lock()
	defer x.mu.Unlock()
	patterns, ok := x.patterns[name]
	if !ok {
		for _, p := range x.Runners[name].FailOnOutput {
			if re, err := regexp.Compile("(?m:" + p + ")"); err == nil {
				patterns = append(patterns, re)
			}
		}
		x.patterns[name] = patterns
	}
	return patterns
}
