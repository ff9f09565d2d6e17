package status

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// encode writes the file: metadata first, then the entries sorted by ID, one a
// line, which takes half the time to write and to read that indenting them
// would. It encodes entry by entry, so that the text is never held as a whole.
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

// aside names a copy of file that is not taken yet: file.kind-20261122T142233Z.
func aside(file, kind string, now time.Time) string {
	base := file + "." + kind + "-" + now.UTC().Format("20060102T150405Z")
	name := base
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) || n > 1000 {
			return name
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

// keepAside gives the file a second name. What the first one stands for can
// then be replaced without a moment in which neither is there.
func keepAside(file, kind string, now time.Time) (string, error) {
	name := aside(file, kind, now)
	if err := os.Link(file, name); err == nil {
		return name, nil
	}
	// No hard links here: a moment it is, and the run logs are still there.
	return name, os.Rename(file, name)
}
