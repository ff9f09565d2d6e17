package status

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// encode writes the file: metadata first, then the entries sorted by ID, one
// per line. Entries that are lines are written as they are.
func (f *File) encode(w io.Writer) error {
	out := bufio.NewWriterSize(w, 256<<10)
	value := func(lead, prefix, indent string, v any) error {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		enc.SetIndent(prefix, indent)
		if err := enc.Encode(v); err != nil {
			return err
		}
		out.WriteString(lead)
		_, err := out.Write(bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}))
		return err
	}
	ids := f.written()
	meta := f.Metadata
	meta.RunIDs = f.named(ids)
	if err := value("{\n  \"metadata\": ", "  ", "  ", meta); err != nil {
		return err
	}
	out.WriteString(",\n  \"examples\": {")
	if err := f.encodeEntries(out, ids); err != nil {
		return err
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

func (f *File) encodeEntries(out *bufio.Writer, ids []string) (err error) {
	var w encoder
	for i, id := range ids {
		w.b = w.b[:0]
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = append(w.b, '\n')
		w.quote(id)
		w.b = append(w.b, ':', ' ')
		if e, names := f.entry(id); e.kept {
			w.b = append(w.b, e.text()...)
		} else if w.b, err = appendEntry(w.b, e, e.Details(), names); err != nil {
			return err
		}
		if _, err := out.Write(w.b); err != nil {
			return err
		}
	}
	if len(ids) > 0 {
		out.WriteString("\n  ")
	}
	return nil
}

// named returns the IDs of the runs that entries name by sequence. What no entry
// names any more is forgotten when the file is read the next time.
func (f *File) named(ids []string) map[int64]string {
	if f.names == nil {
		f.names = runNames{}
	}
	for _, id := range ids {
		if e := f.Examples[id]; e != nil && !e.kept {
			f.names.learn(e, e.Details())
		}
	}
	list := make(map[int64]string, len(f.names))
	for n, name := range f.names {
		list[n] = name.id
	}
	return list
}
