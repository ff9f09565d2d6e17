package main

import (
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
)

// The answers of list, status, errors, stale and stats are records: structs
// whose JSON names are a contract, and are the columns of CSV as well, in the
// order of the fields. The doc tags are their documentation, in the commands'
// help; a test pins names, order and text. New fields go to the end.

// named is how the records of errors, stale and stats name an example, before
// all else.
type named struct {
	Index int    `json:"index" doc:"position in the catalog, from 1; 0 when it is gone"`
	ID    string `json:"id" doc:"the example's stable ID"`
	Group string `json:"group" doc:"its group"`
	Name  string `json:"name" doc:"short name"`
	Title string `json:"title" doc:"title for people"`
	Path  string `json:"path" doc:"entry file, from the project's root"`
}

func nameOf(e *hub.Example) named {
	return named{Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: line(e.Title), Path: e.Path}
}

// column is one field of a record.
type column struct {
	name, doc string
	index     []int
}

// columnsOf lists the fields of a struct in order, those of embedded structs
// in their places.
func columnsOf(t reflect.Type) []column {
	var out []column
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, c := range columnsOf(f.Type) {
				c.index = append([]int{i}, c.index...)
				out = append(out, c)
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, column{name, f.Tag.Get("doc"), []int{i}})
	}
	return out
}

// writeCSV writes the records, below a line with the names of the columns. No
// cell is a formula to a spreadsheet, see [reporters.Cell]: every cell of every
// answer is written here.
func writeCSV[T any](app *App, rows []T) error {
	columns := columnsOf(reflect.TypeFor[T]())
	text := reporters.Cell
	if app.inPipeline() {
		text = func(s string) string { return reporters.Cell(line(s)) } // where it may end in a log in which others speak
	}
	c := csv.NewWriter(app.Stdout)
	record := make([]string, len(columns))
	for i := range columns {
		record[i] = text(columns[i].name)
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		for k := range columns {
			record[k] = text(csvText(v.FieldByIndex(columns[k].index).Interface()))
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// csvText is a value as one cell: times in UTC to the second, numbers that are
// not whole with three digits, words of a list with spaces between, anything
// longer with semicolons.
func csvText(value any) string {
	switch v := value.(type) {
	case float64:
		return fmt.Sprintf("%.3f", v)
	case *float64:
		if v == nil {
			return ""
		}
		return fmt.Sprintf("%.3f", *v)
	case []string:
		return strings.Join(v, " ")
	case *time.Time:
		if v == nil {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	case status.Time:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = fmt.Sprint(v.Index(i).Interface())
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

// csvHelp is what a help text says of the cells of CSV, see [reporters.Cell].
const csvHelp = "; in csv a text that a spreadsheet would take for a formula begins with an apostrophe"

// fieldsHelp documents a record for a help text.
func fieldsHelp[T any](what string) string {
	columns := columnsOf(reflect.TypeFor[T]())
	width := len(slices.MaxFunc(columns, func(a, b column) int { return len(a.name) - len(b.name) }).name)
	var b strings.Builder
	if strings.Contains(what, "csv") {
		what += csvHelp
	}
	fmt.Fprintf(&b, "\n\n%s:\n\n", what)
	for _, c := range columns {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, c.name, c.doc)
	}
	return b.String()
}
