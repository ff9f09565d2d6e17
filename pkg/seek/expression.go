package seek

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"regexp/syntax"
	"slices"
)

// maxBlock bounds a line that is kept whole, in bytes. A longer one is read as a
// stream.
const maxBlock = 64 << 10

// expression is a regular expression that is looked for. One that matches within
// lines is tried on blocks of whole lines, which is fast; any other, and a line
// too long to be kept, is read as a stream by a goroutine.
type expression struct {
	re    *regexp.Regexp
	lines bool
	// held is the begin of a line, without its end.
	held []byte
	// stream reads the line, or the whole; nil when nothing does.
	stream *stream
	match  Match
}

func (x *expression) look(p []byte) {
	if !x.lines {
		if x.stream == nil {
			x.stream = read(x.re)
		}
		x.stream.write(p)
		return
	}
	for len(p) > 0 && !x.match.Found {
		if x.stream != nil { // within a long line
			line, rest, ended := bytes.Cut(p, []byte{'\n'})
			x.stream.write(line)
			if !ended {
				return
			}
			x.match, x.stream, p = x.stream.end(), nil, rest
			continue
		}
		i := bytes.LastIndexByte(p, '\n')
		if i < 0 {
			x.hold(p)
			return
		}
		block := p[:i]
		if len(x.held) > 0 {
			block = append(x.held, block...)
		}
		x.try(block)
		x.held = x.held[:0]
		x.hold(p[i+1:])
		return
	}
}

// hold keeps the begin of a line, or begins to read it as a stream.
func (x *expression) hold(p []byte) {
	if x.held = append(x.held, p...); len(x.held) > maxBlock {
		x.stream = read(x.re)
		x.stream.write(x.held)
		x.held = nil
	}
}

// try looks at whole lines, of which the last has no end: to an expression that
// matches within lines they are the same as anywhere in the text.
func (x *expression) try(block []byte) {
	if at := x.re.FindIndex(block); at != nil {
		x.match = Match{true, lineAt(block, at[0], at[1])}
	}
}

// end looks at what is left. What follows the last line feed is a line, also when
// it is empty.
func (x *expression) end() {
	switch {
	case x.match.Found:
	case x.stream != nil:
		x.match = x.stream.end()
	case x.lines:
		x.try(x.held)
	default:
		x.try(nil)
	}
}

// withinLines reports whether the expression matches within one line or not at
// all, and cannot see how the text begins or ends.
func withinLines(re *regexp.Regexp) bool {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	return err == nil && noLineEnd(tree)
}

func noLineEnd(x *syntax.Regexp) bool {
	switch x.Op {
	case syntax.OpAnyChar, syntax.OpBeginText, syntax.OpEndText:
		return false
	case syntax.OpLiteral:
		return !slices.Contains(x.Rune, '\n')
	case syntax.OpCharClass:
		for i := 0; i < len(x.Rune); i += 2 {
			if x.Rune[i] <= '\n' && '\n' <= x.Rune[i+1] {
				return false
			}
		}
	}
	return !slices.ContainsFunc(x.Sub, func(sub *syntax.Regexp) bool { return !noLineEnd(sub) })
}

// stream reads a text as it comes, in a goroutine of its own.
type stream struct {
	w     *io.PipeWriter
	done  chan struct{} // closed when match is set
	match Match
}

func read(re *regexp.Regexp) *stream {
	r, w := io.Pipe()
	s := &stream{w: w, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		text := &recent{r: bufio.NewReaderSize(r, 32<<10)}
		if at := re.FindReaderIndex(text); at != nil {
			s.match = Match{true, text.line(at[0], at[1])}
		}
		_ = r.Close() // a pipe has no error here; what is still written is let go
	}()
	return s
}

// write waits until p was read, or nobody reads any more.
func (s *stream) write(p []byte) { _, _ = s.w.Write(p) }

func (s *stream) end() Match {
	_ = s.w.Close() // it never fails
	<-s.done
	return s.match
}

// maxRecent bounds what is kept of a text for the line of a match, in bytes.
const maxRecent = 8 << 10

// recent is a text that is read, and keeps the last of it.
type recent struct {
	r     *bufio.Reader
	kept  []byte
	start int // where kept begins in the text
}

// ReadRune is io.RuneReader's.
func (t *recent) ReadRune() (rune, int, error) {
	r, n, err := t.r.ReadRune()
	if err != nil {
		return r, n, err
	}
	if len(t.kept) >= 2*maxRecent {
		t.start += len(t.kept) - maxRecent
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-maxRecent:]...)
	}
	t.kept = append(t.kept, string(r)...)
	return r, n, nil
}

// line is the line of a match from one byte of the text to another.
func (t *recent) line(from, to int) string {
	if from < t.start {
		return ""
	}
	ended := bytes.IndexByte(t.kept[max(from, to-1)-t.start:], '\n') >= 0
	for n := 0; n < maxRecent && !ended; n++ {
		r, _, err := t.ReadRune()
		ended = err != nil || r == '\n'
	}
	if from < t.start {
		return ""
	}
	return lineAt(t.kept, from-t.start, to-t.start)
}

// lineAt is the line of the text in which a match begins, behind the line ends
// that it begins with.
func lineAt(text []byte, from, to int) string {
	for from < to && text[from] == '\n' {
		from++
	}
	begin := bytes.LastIndexByte(text[:from], '\n') + 1
	line, _, _ := bytes.Cut(text[begin:], []byte{'\n'})
	if len(line) > 2*maxRecent {
		line = line[max(0, from-begin-maxRecent):]
		line = line[:min(len(line), 2*maxRecent)]
	}
	return string(bytes.ToValidUTF8(line, nil))
}
