package timings

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// testcase is what is read of a case.
type testcase struct {
	Name       string `xml:"name,attr"`
	File       string `xml:"file,attr"`
	Time       string `xml:"time,attr"`
	Properties []struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	} `xml:"properties>property"`
}

// idProperty is the property by which hub names the example of a case.
const idProperty = "hub.id"

// readJUnit reads a JUnit report. A case is the example that its property names, else the
// one with its file, else the one with its name, for other tools rewrite such reports and
// the strict dialect has neither.
func readJUnit(in io.Reader, examples []hub.Example) (Times, error) {
	byFile, ids := map[string]string{}, map[string]bool{}
	for i := range examples {
		byFile[examples[i].Path], ids[examples[i].ID] = examples[i].ID, true
	}
	t := Times{}
	dec := xml.NewDecoder(in)
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading a JUnit report: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "testcase" {
			continue
		}
		var c testcase
		if err := dec.DecodeElement(&c, &start); err != nil {
			return nil, fmt.Errorf("reading a JUnit report: %w", err)
		}
		seconds, err := strconv.ParseFloat(strings.ReplaceAll(c.Time, ",", ""), 64) // Surefire writes 1,234.5
		if err != nil {
			continue
		}
		id := byFile[c.File]
		if id == "" && ids[c.Name] {
			id = c.Name
		}
		for _, p := range c.Properties {
			if p.Name == idProperty {
				id = p.Value
			}
		}
		t.add(id, seconds)
	}
}
