// Package render writes answers: as a page for people, with tables fitted to
// the width of the terminal, or as CSV, JSON or plain IDs for programs. It knows
// the formats, and nothing of what the rows are about: package query does.
//
// The rows are records: structs whose JSON names are a contract, and are the
// columns of CSV as well, in the order of the fields. The doc tags are their
// documentation, which [FieldsHelp] prints.
package render

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Format is how an answer is written.
type Format string

// The formats; Table is the page for people.
const (
	Table Format = "table"
	JSON  Format = "json"
	CSV   Format = "csv"
	IDs   Format = "ids"
)

// Answer is one answer in every format that its command offers.
type Answer struct {
	// Rows is a slice of records: the lines of CSV.
	Rows any
	// JSON is the value of JSON; nil: Rows.
	JSON any
	// IDs are the lines of the format ids.
	IDs []string
	// Page writes the answer for people.
	Page func(p *Page)
}

// Output says where answers go, and how.
type Output struct {
	Writer io.Writer
	Format Format
	// Color allows colour in pages.
	Color bool
	// Width is the number of columns of the terminal, 0 when there is none:
	// nothing is cut then.
	Width int
	// Log says that the answer may end in a CI system's log: nothing in it is a
	// command there then.
	Log bool
}

// Write writes the answer in the format of o, with a single write.
func (o Output) Write(a Answer) error {
	var text []byte
	var err error
	switch o.Format {
	case JSON:
		value := a.JSON
		if value == nil {
			value = a.Rows
		}
		if text, err = encode(value); o.Log {
			text = sanitize.JSONForLog(text)
		}
	case CSV:
		text, err = records(a.Rows, o.cell)
	case IDs:
		for _, id := range a.IDs {
			text = append(text, o.line(id)...)
		}
	default:
		p := &Page{color: o.Color, width: o.Width}
		a.Page(p)
		text = []byte(p.b.String())
	}
	if err == nil {
		_, err = o.Writer.Write(text)
	}
	return err
}

// cell makes the text of a cell of CSV safe: to a spreadsheet it is no formula.
func (o Output) cell(text string) string {
	if o.Log {
		text = sanitize.Line(text)
	}
	return sanitize.Cell(text)
}

// line is a line of an ID alone, for programs. In a log it is changed where it
// would be a command, and then it is no ID any more.
func (o Output) line(id string) []byte {
	if o.Log {
		return sanitize.LinesForLog([]byte(sanitize.Line(id) + "\n"))
	}
	return []byte(id + "\n")
}

func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return b.Bytes(), err
}
