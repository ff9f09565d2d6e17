package status

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// encode writes the file: metadata first, then the entries sorted by ID, one
// per line, which takes half the time of indented entries to write and to read.
// It encodes entry by entry, so that the whole text is never in memory.
func (f *File) encode(w io.Writer) error {
	out := bufio.NewWriterSize(w, 256<<10)
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	value := func(lead, prefix, indent string, v any) error {
		buf.Reset()
		enc.SetIndent(prefix, indent)
		if err := enc.Encode(v); err != nil {
			return err
		}
		out.WriteString(lead)
		_, err := out.Write(bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}))
		return err
	}
	if err := value("{\n  \"metadata\": ", "  ", "  ", f.Metadata); err != nil {
		return err
	}
	out.WriteString(",\n  \"examples\": {")
	for i, id := range f.IDs() {
		lead := ",\n    "
		if i == 0 {
			lead = "\n    "
		}
		if err := value(lead, "", "", id); err != nil {
			return err
		}
		if err := value(": ", "", "", f.Examples[id]); err != nil {
			return err
		}
	}
	if len(f.Examples) > 0 {
		out.WriteString("\n  ")
	}
	if err := value("},\n  \"statistics\": ", "  ", "  ", f.Statistics); err != nil {
		return err
	}
	if len(f.Runs) > 0 {
		out.WriteString(",\n  \"runs\": [")
		for i := range f.Runs {
			lead := ",\n    "
			if i == 0 {
				lead = "\n    "
			}
			if err := value(lead, "", "", &f.Runs[i]); err != nil {
				return err
			}
		}
		out.WriteString("\n  ]")
	}
	out.WriteString("\n}\n")
	return out.Flush()
}
