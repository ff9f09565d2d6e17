// Package render writes answers: as a page for people, with tables fitted to the
// width of the terminal, or as CSV, JSON or plain IDs for programs. It knows the
// formats; package query knows the content.
//
// The rows are records: structs whose JSON names are a contract. In CSV they are the
// columns, in the order of the fields. [FieldsHelp] prints the doc tags.
package render

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Format is the output format of an answer.
type Format string

// The formats. Table is the page for people.
const (
	Table Format = "table"
	JSON  Format = "json"
	CSV   Format = "csv"
	IDs   Format = "ids"
)

// Answer is the answer of a command in all its formats.
type Answer struct {
	// Rows is a slice of records, written as CSV.
	Rows any
	// JSON is the value written as JSON; nil means Rows.
	JSON any
	// IDs are the lines of the format ids.
	IDs []string
	// Page writes the page for people.
	Page func(p *Page)
}

// Output says where and how answers are written.
type Output struct {
	Writer io.Writer
	Format Format
	// Color allows colour in pages; ASCII excludes all other characters of hub's own.
	Color, ASCII bool
	// Width is the terminal's width in columns; 0 if there is no terminal, and then
	// nothing is cut.
	Width int
	// Now is the time for "2 min ago"; zero: times are dates.
	Now time.Time
	// Log says that the answer may end up in a CI log, so that nothing in it may be
	// a command there.
	Log bool
	// Sound returns why what the answer was made of could not be read; then nothing is
	// written. A nil Sound says that it could.
	Sound func() error
}

// Write writes the answer in o.Format with a single write.
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
		p := &Page{color: o.Color, ascii: o.ASCII, width: o.Width, now: o.Now}
		a.Page(p)
		text = p.b.Bytes()
	}
	if err == nil && o.Sound != nil {
		err = o.Sound()
	}
	if err == nil {
		_, err = o.Writer.Write(text)
	}
	return err
}

// cell returns the text of a CSV cell so that no spreadsheet reads it as a formula.
func (o Output) cell(text string) string {
	if o.Log {
		text = sanitize.Line(text)
	}
	return sanitize.Cell(text)
}

// line returns the line of an ID, for programs. For a log, an ID that would be a
// command is changed, and is no longer the ID.
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
