package status

import (
	"math"
	"strconv"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// A history is written as a list of texts, each of which has consecutive results,
// and of objects for results that such a text cannot describe: without a
// sequence, of a run whose ID is not in metadata.runIds, or with other values. In
// a text, a result is
//
//	STATUS MICROSECONDS [+SECONDS] [#SEQUENCE]
//
// without the spaces. The status is c (completed), e (error) or i (interrupted),
// a capital letter if it was flaky. It ended in the second that is +SECONDS after
// the one in the ID of its run; without it, as many as the result before (the
// first: 0). Without #SEQUENCE, its sequence is the one after that of the result
// before. So twenty passes of a short example take 120 bytes instead of 2,700:
//
//	["c1540+3#17c1602c1533e1499+4"]

// runNames are the IDs of runs by sequence.
type runNames map[int64]runName

type runName struct {
	id string
	// begin is the second in the ID, of Unix time; -1 if there is none.
	begin int64
}

// add names a run, unless the sequence has a name.
func (n runNames) add(sequence int64, id string) {
	if _, ok := n[sequence]; ok || sequence <= 0 || id == "" {
		return
	}
	name := runName{id, -1}
	if runlog.IsID(id) {
		const form = "20060102T150405"
		if t, err := time.Parse(form, id[:len(form)]); err == nil {
			name.begin = t.Unix()
		}
	}
	n[sequence] = name
}

// learn names the runs of an entry.
func (n runNames) learn(e *Entry, d *Details) {
	n.add(e.RunSequence, e.RunID)
	for i := range d.History {
		n.add(d.History[i].Sequence, d.History[i].RunID)
	}
}

// statusLetters are the statuses that a text of a history can have.
var statusLetters = [...]struct {
	status hub.Status
	letter byte
}{{hub.StatusCompleted, 'c'}, {hub.StatusError, 'e'}, {hub.StatusInterrupted, 'i'}}

const upper = 'a' - 'A'

// compact describes a result in a text of a history.
type compact struct {
	letter               byte
	micros, after, count int64 // microseconds, seconds after the run's ID, sequence
}

// compactOf returns the description of p; false if there is none.
func (n runNames) compactOf(p *Past) (c compact, ok bool) {
	for _, s := range statusLetters {
		if s.status == p.Status {
			c.letter, ok = s.letter, true
		}
	}
	if p.Flaky {
		c.letter -= upper
	}
	run := n[p.Sequence]
	c.count, c.after = p.Sequence, p.Time.Unix()-run.begin
	c.micros = int64(math.Round(p.Seconds * 1e6))
	return c, ok && p.Sequence > 0 && run.id == p.RunID && run.id != "" && run.begin >= 0 &&
		p.Time.Nanosecond() == 0 && c.after >= 0 && float64(c.micros)/1e6 == p.Seconds
}

// past returns the result that c describes.
func (n runNames) past(c compact) Past {
	p := Past{Sequence: c.count, Seconds: float64(c.micros) / 1e6, Flaky: c.letter < 'a'}
	for _, s := range statusLetters {
		if s.letter == c.letter|upper {
			p.Status = s.status
		}
	}
	if run, ok := n[c.count]; ok {
		p.RunID = run.id
		if run.begin >= 0 {
			p.Time = Time{time.Unix(run.begin+c.after, 0).UTC()}
		}
	}
	return p
}

// eachCompact calls each for the results in a text of a history, and reports
// whether it is one.
func eachCompact(text string, each func(compact)) bool {
	var c compact
	number := func(i int) (n int64, end int, ok bool) {
		for end = i; end < len(text) && text[end] >= '0' && text[end] <= '9'; end++ {
			if n = 10*n + int64(text[end]-'0'); n > maxSequence {
				return 0, end, false
			}
		}
		return n, end, end > i
	}
	for i := 0; i < len(text); {
		c.letter = text[i]
		c.count++
		switch c.letter | upper {
		case 'c', 'e', 'i':
		default:
			return false
		}
		var ok bool
		if c.micros, i, ok = number(i + 1); !ok {
			return false
		}
		if i < len(text) && text[i] == '+' {
			if c.after, i, ok = number(i + 1); !ok {
				return false
			}
		}
		if i < len(text) && text[i] == '#' {
			if c.count, i, ok = number(i + 1); !ok {
				return false
			}
		}
		if c.count <= 0 || c.count > maxSequence || c.letter < 'A' {
			return false
		}
		each(c)
	}
	return true
}

// compacts returns how many results a text of a history has, if it is one.
func compacts(text string) (n int) {
	for i := range len(text) {
		if text[i] >= 'A' {
			n++
		}
	}
	return n
}

// appendHistory appends the results as a list in JSON.
func appendHistory(b []byte, list []Past, names runNames) []byte {
	b = append(b, '[')
	var last compact
	inText := false
	for i := range list {
		c, ok := names.compactOf(&list[i])
		if !ok {
			if inText {
				b = append(b, '"')
			}
			if i > 0 {
				b = append(b, ',')
			}
			b, inText, last = appendPast(b, &list[i]), false, compact{}
			continue
		}
		if !inText {
			if i > 0 {
				b = append(b, ',')
			}
			b, inText, last = append(b, '"'), true, compact{}
		}
		b = strconv.AppendInt(append(b, c.letter), c.micros, 10)
		if c.after != last.after {
			b = strconv.AppendInt(append(b, '+'), c.after, 10)
		}
		if c.count != last.count+1 {
			b = strconv.AppendInt(append(b, '#'), c.count, 10)
		}
		last = c
	}
	if inText {
		b = append(b, '"')
	}
	return append(b, ']')
}

// sequences is a set of sequences. It is quick where many entries have the same ones.
type sequences struct {
	all    map[int64]bool
	recent [64]int64 // that were added last, by their last bits
}

// add adds a sequence; nothing to a nil set.
func (s *sequences) add(n int64) {
	if s == nil || s.recent[n%64] == n {
		return
	}
	if s.all == nil {
		s.all = map[int64]bool{}
	}
	s.recent[n%64], s.all[n] = n, true
}
