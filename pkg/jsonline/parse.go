package jsonline

import (
	"bytes"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Parse decodes a line as encoding/json would, if it is of the form that [Form.Event]
// writes for the events that most lines have: an example was started, an attempt has
// ended, an example has ended, none of them with an error. ok is false for all other
// lines, valid or not; they are for encoding/json.
func Parse(line []byte) (e hub.Event, ok bool) {
	p := parser{rest: line}
	p.must(`{"type":"`)
	switch {
	case p.skip(`example-started","time":`):
		p.concerns(&e, hub.EventExampleStarted)
		e.Worker = p.optional(`,"worker":`)
	case p.skip(`attempt-finished","time":`):
		p.concerns(&e, hub.EventAttemptFinished)
		e.Worker = p.optional(`,"worker":`)
		p.must(`,"attempt":`)
		e.Attempt = new(hub.Attempt)
		p.attempt(e.Attempt)
	case p.skip(`example-finished","time":`):
		p.concerns(&e, hub.EventExampleFinished)
		p.must(`,"result":`)
		e.Result = &hub.Result{}
		p.result(e.Result, e.ID)
	default:
		return hub.Event{}, false
	}
	p.must("}")
	p.skip("\n")
	if p.bad || len(p.rest) > 0 {
		return hub.Event{}, false
	}
	return e, true
}

// ParseExample decodes an example as encoding/json would, if it is of the form that
// [Form.Example] writes for one that can be run. ok is false for all other texts.
func ParseExample(text []byte) (e hub.Example, ok bool) {
	p := parser{rest: text}
	e = p.example()
	if p.bad || len(p.rest) > 0 {
		return hub.Example{}, false
	}
	return e, true
}

func (p *parser) example() (e hub.Example) {
	p.must(`{"index":`)
	e.Index = p.number()
	p.must(`,"id":`)
	e.ID = p.text("")
	if p.skip(`,"pathId":`) {
		e.PathID = p.text("")
	}
	if p.skip(`,"docname":`) {
		e.DocName = p.text("")
	}
	p.must(`,"name":`)
	e.Name = p.text("")
	p.must(`,"title":`)
	e.Title = p.text("")
	p.must(`,"group":`)
	e.Group = p.text("")
	p.must(`,"groupTitle":`)
	e.GroupTitle = p.text(e.Group)
	p.must(`,"path":`)
	e.Path = p.text(e.ID)
	e.Tags = p.texts(`,"tags":[`)
	if p.skip(`,"runner":`) {
		e.Runner = p.text("")
	}
	e.Argv = p.texts(`,"argv":[`)
	if p.skip(`,"skip":`) {
		e.Skip = p.text("")
	}
	if p.skip(`,"rules":`) {
		e.Rules = p.text("")
	}
	p.must("}")
	return e
}

// ParseExamples decodes a list of examples, with which text begins, if each is of the form
// that [ParseExample] knows and there is no white space. size is the length of the list,
// and each the text of every example.
func ParseExamples(text []byte) (all []hub.Example, each [][]byte, size int, ok bool) {
	p := parser{rest: text}
	p.must("[")
	if p.skip("]") {
		return []hub.Example{}, nil, 2, true
	}
	n := bytes.Count(text, []byte(`{"index":`)) // no string has that, and rarely another field
	all, each = make([]hub.Example, 0, n), make([][]byte, 0, n)
	for next := true; next && !p.bad; next = p.skip(",") {
		begin := p.rest
		all = append(all, p.example())
		each = append(each, begin[:len(begin)-len(p.rest)])
	}
	p.must("]")
	return all, each, len(text) - len(p.rest), !p.bad
}

// texts returns the list of texts of a field; nil if another one is next.
func (p *parser) texts(key string) []string {
	if !p.skip(key) {
		return nil
	}
	var few [4]string
	out := few[:0]
	for next := true; next; next = p.skip(",") {
		out = append(out, p.text(""))
	}
	p.must("]")
	return slices.Clip(slices.Clone(out))
}

// parser takes what it knows from the beginning of rest.
type parser struct {
	rest []byte
	bad  bool // the line has another form
}

// skip reports whether text is next, and takes it.
func (p *parser) skip(text string) bool {
	if len(p.rest) < len(text) || string(p.rest[:len(text)]) != text {
		return false
	}
	p.rest = p.rest[len(text):]
	return true
}

func (p *parser) must(text string) {
	if !p.skip(text) {
		p.fail()
	}
}

func (p *parser) fail() { p.bad, p.rest = true, nil }

func (p *parser) concerns(e *hub.Event, of hub.EventType) {
	e.Type = of
	p.time(&e.Time)
	p.must(`,"id":`)
	e.ID = p.text("")
}

func (p *parser) result(r *hub.Result, id string) {
	p.must(`{"id":`)
	r.ID = p.text(id)
	p.must(`,"status":`)
	switch {
	case p.skip(`"completed"`):
		r.Status = hub.StatusCompleted
	case p.skip(`"skipped"`):
		r.Status = hub.StatusSkipped
	default:
		p.fail()
	}
	if p.skip(`,"runId":`) {
		r.RunID = p.text("")
	}
	if p.skip(`,"reason":`) {
		r.Reason = p.text("")
	}
	if p.skip(`,"started":`) {
		p.time(&r.Started)
	}
	p.must(`,"seconds":`)
	r.Seconds = p.seconds()
	r.Worker = p.optional(`,"worker":`)
	if p.skip(`,"attempts":[`) {
		r.Attempts = make([]hub.Attempt, 1)
		p.attempt(&r.Attempts[0])
		p.must("]")
	}
	if p.skip(`,"fingerprint":`) {
		r.Fingerprint = p.text("")
	}
	r.DependsOn = p.texts(`,"dependsOn":[`)
	p.must("}")
}

func (p *parser) attempt(a *hub.Attempt) {
	p.must(`{"number":`)
	a.Number = p.number()
	p.must(`,"started":`)
	p.time(&a.Started)
	a.Worker = p.optional(`,"worker":`)
	p.must(`,"seconds":`)
	a.Seconds = p.seconds()
	if p.skip(`,"buildSeconds":`) {
		a.BuildSeconds = p.seconds()
	}
	if p.skip(`,"cpuSeconds":`) {
		a.CPUSeconds = p.seconds()
	}
	if p.skip(`,"peakMemory":`) {
		a.PeakMemory = p.integer(18)
	}
	a.ExitCode = p.optional(`,"exitCode":`)
	p.must(`,"output":`)
	a.Output = p.text("")
	if p.skip(`,"outputFile":`) {
		a.OutputFile = p.text("")
	}
	p.must("}")
}

// optional returns the number of a field; 0 if another one is next.
func (p *parser) optional(key string) int {
	if !p.skip(key) {
		return 0
	}
	return p.number()
}

// number returns an integer of at most 9 digits that is not negative.
func (p *parser) number() int { return int(p.integer(9)) }

// integer returns an integer that is not negative, of at most so many digits.
func (p *parser) integer(digits int) int64 {
	n, size := int64(0), 0
	for size < len(p.rest) && '0' <= p.rest[size] && p.rest[size] <= '9' {
		n = n*10 + int64(p.rest[size]-'0')
		if size++; size > digits {
			break
		}
	}
	// What follows is checked by the next step: a comma or the end of an object.
	if size == 0 || size > digits || size > 1 && p.rest[0] == '0' {
		p.fail()
		return 0
	}
	p.rest = p.rest[size:]
	return n
}

// seconds returns a number that is not negative, without an exponent.
func (p *parser) seconds() float64 {
	begin := p.rest
	p.number()
	if p.skip(".") {
		size := 0
		for size < len(p.rest) && '0' <= p.rest[size] && p.rest[size] <= '9' {
			size++
		}
		if size == 0 {
			p.fail()
		}
		p.rest = p.rest[min(size, len(p.rest)):]
	}
	f, err := strconv.ParseFloat(string(begin[:len(begin)-len(p.rest)]), 64)
	if p.bad || err != nil {
		p.fail()
		return 0
	}
	return f
}

func (p *parser) time(t *time.Time) {
	if len(p.rest) == 0 || p.rest[0] != '"' {
		p.fail()
		return
	}
	end := bytes.IndexByte(p.rest[1:], '"') + 2
	if end < 2 || bytes.IndexByte(p.rest[:end], '\\') >= 0 || t.UnmarshalJSON(p.rest[:end]) != nil {
		p.fail()
		return
	}
	p.rest = p.rest[end:]
}

// text returns a string. It is likely to be the one that was read before.
func (p *parser) text(before string) string {
	if len(p.rest) == 0 || p.rest[0] != '"' {
		p.fail()
		return ""
	}
	for i := ordinary(Plain, p.rest, 1); i < len(p.rest); i = ordinary(Plain, p.rest, i+1) {
		switch c := p.rest[i]; {
		case c == '"':
			text := p.rest[1:i]
			if p.rest = p.rest[i+1:]; string(text) == before {
				return before
			}
			if !utf8.Valid(text) {
				p.fail()
			}
			return string(text)
		case c == '\\':
			return p.escaped(i)
		case c < ' ':
			p.fail()
			return ""
		}
	}
	p.fail()
	return ""
}

// escaped returns a string whose first escape is at i.
func (p *parser) escaped(i int) string {
	var short [512]byte
	text := append(short[:0], p.rest[1:i]...)
	for ; i < len(p.rest); i++ {
		next := ordinary(Plain, p.rest, i)
		text = append(text, p.rest[i:next]...)
		if i = next; i == len(p.rest) {
			break
		}
		c := p.rest[i]
		switch {
		case c == '"':
			p.rest = p.rest[i+1:]
			if !utf8.Valid(text) {
				p.fail()
			}
			return string(text)
		case c < ' ':
			p.fail()
			return ""
		case c == '\\':
			i++
			at := -1
			if i < len(p.rest) {
				at = bytes.IndexByte([]byte(`"\/bfnrt`), p.rest[i])
			}
			if at < 0 { // code points too
				p.fail()
				return ""
			}
			c = "\"\\/\b\f\n\r\t"[at]
		}
		text = append(text, c)
	}
	p.fail()
	return ""
}
