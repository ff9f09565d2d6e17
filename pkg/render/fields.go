package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// column is one field of a record.
type column struct {
	name, doc string
	index     []int
}

// columnsOf lists the exported fields of a struct in order, with embedded structs
// expanded.
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
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, column{name, f.Tag.Get("doc"), []int{i}})
	}
	return out
}

// records returns the records as CSV with a header line. Every cell passes through
// safe.
func records(rows any, safe func(string) string) ([]byte, error) {
	list := reflect.ValueOf(rows)
	columns := columnsOf(list.Type().Elem())
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	record := make([]string, len(columns))
	for i := range columns {
		record[i] = safe(columns[i].name)
	}
	err := w.Write(record)
	for i := 0; i < list.Len() && err == nil; i++ {
		for k := range columns {
			record[k] = safe(csvText(list.Index(i).FieldByIndex(columns[k].index).Interface()))
		}
		err = w.Write(record)
	}
	w.Flush()
	return b.Bytes(), err // writing to a buffer does not fail
}

// csvText formats a value as one cell: times in UTC to the second, floats with three
// decimals, values behind pointers as they are, nil as nothing, lists of strings separated by spaces, other lists by semicolons.
func csvText(value any) string {
	switch v := value.(type) {
	case float64:
		return fmt.Sprintf("%.3f", v)
	case []string:
		return strings.Join(v, " ")
	case *time.Time:
		if v == nil {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	case interface {
		IsZero() bool
		UTC() time.Time
	}:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	}
	v := reflect.ValueOf(value)
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return ""
	case v.Kind() == reflect.Pointer:
		return fmt.Sprint(v.Elem().Interface())
	case v.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = fmt.Sprint(v.Index(i).Interface())
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

// csvHelp is appended to the help of records that are written as CSV.
const csvHelp = "; in csv, a text that a spreadsheet would read as a formula is prefixed with an apostrophe"

// FieldsHelp documents the fields of a record for a help text, below the heading
// what.
func FieldsHelp[T any](what string) string {
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
