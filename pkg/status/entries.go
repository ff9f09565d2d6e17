package status

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// examples reads the entries. PHP writes a list if the keys count up from zero,
// or if there is no entry. The error is one of syntax.
func (d *decoded) examples(dec *jsontext.Decoder, problems *[]error) error {
	end := jsontext.KindEndObject
	switch dec.PeekKind() {
	case '{':
	case '[':
		end = jsontext.KindEndArray
	default:
		value, err := dec.ReadValue()
		if err == nil {
			*problems = append(*problems, fmt.Errorf("examples: expected an object, found %s", value.Kind()))
		}
		return err
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	lines := make(chan []keyedLine, 4)
	var beside sync.WaitGroup
	beside.Go(func() {
		var entries slab
		for list := range lines {
			for _, l := range list {
				d.entry(l, entries.next(), problems)
			}
		}
	})
	err := eachEntry(dec, end, lines)
	close(lines)
	beside.Wait()
	if err != nil {
		return err
	}
	if d.bad > 1 {
		*problems = append(*problems, fmt.Errorf("%d more entries", d.bad-1))
	}
	_, err = dec.ReadToken()
	return err
}

// keyedLine is an entry that was found in the file, and not read yet. The line ends at an
// offset.
type keyedLine struct {
	key, line string
	end       int64
}

// eachEntry finds the entries up to that end, and sends them in lists. So their syntax
// is checked beside the reading of those before.
func eachEntry(dec *jsontext.Decoder, end jsontext.Kind, lines chan<- []keyedLine) error {
	const many = 64
	var text texts
	var list []keyedLine
	defer func() { lines <- list }()
	for n := 0; dec.PeekKind() != end; n++ {
		key := strconv.Itoa(n)
		if end == '}' {
			token, err := dec.ReadValue()
			if err != nil {
				return err
			}
			key = unquote(text.keep(token))
		}
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if list = append(list, keyedLine{key, text.keep(value), dec.InputOffset()}); len(list) == many {
			lines <- list
			list = make([]keyedLine, 0, many)
		}
	}
	return nil
}

// entry reads an entry into e, and adds it to the file.
func (d *decoded) entry(l keyedLine, e *Entry, problems *[]error) {
	key := l.key
	newest, err := decodeEntry(l.line, nil, e, nil, &d.seen)
	if err == nil && key == "" {
		err = errNoEntry
	}
	if err != nil {
		if d.bad++; d.bad == 1 {
			*problems = append(*problems, fmt.Errorf("examples[%q]: %w", key, err))
		}
		return
	}
	d.newest = max(d.newest, newest)
	key = e.lean(d.file.source, key, l.end, d.group)
	d.group = e.Group
	if old := d.file.Examples[key]; old != nil {
		d.twice = append(d.twice, key)
		if old.updated().after(e.updated()) {
			return
		}
	}
	d.file.Examples[key] = e
}
