package classify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

const (
	// maxHead and maxTail are the bytes of long output that the rules see: causes are
	// at its ends, and the time for a flood of output stays bounded.
	maxHead = 16 << 10
	maxTail = 64 << 10
)

// text is output as the rules see it: as a terminal shows it, cleaned and bounded.
type text struct {
	string
	languages *Languages
}

// text wraps a part of the output that is clean already.
func (f Facts) text(part string) text { return text{part, f.languages()} }

func newText(f Facts) text {
	output := ansi.Shown(f.Output)
	if len(output) > maxHead+maxTail {
		head, tail := output[:maxHead], output[len(output)-maxTail:]
		head = head[:strings.LastIndexByte(head, '\n')+1]
		tail = tail[strings.IndexByte(tail, '\n')+1:]
		output = head + tail
	}
	return f.text(clean(output))
}

// meaningful returns the last n lines that are not noise, in order.
func (t text) meaningful(n int) []string {
	var found []string
	for line := range strings.SplitSeq(t.string[t.before(n):], "\n") {
		if line = strings.TrimSpace(line); !t.noise(line) {
			found = append(found, line)
		}
	}
	return found
}

// before returns the index at which the last n lines that are not noise begin.
func (t text) before(n int) int {
	start := len(t.string)
	for end := len(t.string); n > 0; {
		from := strings.LastIndexByte(t.string[:end], '\n') + 1
		if !t.noise(strings.TrimSpace(t.string[from:end])) {
			start = from
			n--
		}
		if from == 0 {
			break
		}
		end = from - 1
	}
	return start
}

func (t text) lastMeaningful() string {
	if last := t.meaningful(1); len(last) > 0 {
		return last[0]
	}
	return ""
}

// noise reports whether a line is decoration, or what tools add below the line that
// matters.
func (t text) noise(line string) bool {
	if !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return true
	}
	return slices.ContainsFunc(t.languages.noise, func(beginning string) bool { return strings.HasPrefix(line, beginning) })
}

// clean returns output as valid UTF-8 with LF line ends and without terminal
// sequences. A lone carriage return, as in progress bars, ends a line.
func clean(output string) string {
	s := ansi.Strip(strings.ToValidUTF8(output, string(utf8.RuneError)))
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return s
}
