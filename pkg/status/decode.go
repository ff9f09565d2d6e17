package status

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// NewerError says that a newer hub wrote the status file. The file is neither
// read nor replaced.
type NewerError struct{ File, Version string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer version of hub (format %s, this one reads up to %s): update hub, or move the file away",
		e.File, e.Version, Version)
}

// decoded is the readable content of a status file.
type decoded struct {
	file *File
	// version is the version in the file; "" when it names none.
	version string
	// damage says what could not be read; nil when everything was.
	damage error
	// twice holds the keys that the file has more than once.
	twice []string
	// newest is the greatest sequence of an entry, seen has all of them.
	newest int64
	seen   sequences
	// bad is the number of entries that could not be read.
	bad int
	// group is that of the last entry.
	group string
}

// legacy reports whether the file is in an older format.
func (d *decoded) legacy() bool { return d.version != Version }

// decode reads a status file of any version up to the current one. Damage
// affects only the damaged entries: they are read one by one, and the others
// count. The error is a *NewerError.
//
// Note: json.Unmarshal would hold text and value in memory at once, and read
// nothing of a truncated file.
func decode(r io.Reader) (*decoded, error) { return decodeLean(r, nil) }

// decodeLean is decode of the file of a source, from which lines are read again; nil: they
// are kept.
func decodeLean(r io.Reader, from *source) (*decoded, error) {
	d := &decoded{file: newFile()}
	d.file.source = from
	d.damage = d.read(newDecoder(r))
	switch {
	case d.version != "":
	case d.damage != nil: // probably lost with the rest of the metadata
		d.version = Version
	default:
		d.version = "1.0" // the first tool read files without a version as its own
	}
	major, newer, ok := parseVersion(d.version)
	if newer {
		return nil, &NewerError{Version: d.version}
	}
	if !ok {
		d.damage = errors.Join(d.damage, fmt.Errorf("metadata.version: %q is not a version", d.version))
	}
	f := d.file
	for sequence, id := range f.Metadata.RunIDs {
		if d.seen.all[sequence] { // else the metadata of a long-lived file would only grow
			f.names.add(sequence, id)
		}
	}
	f.Metadata.RunIDs = nil
	for _, e := range f.Examples {
		e.name(f.names)
		e.kept = e.kept && d.version == Version
	}
	if ok && major < 3 {
		d.provisional(major)
	}
	for id, e := range f.Examples {
		e.ID = id
	}
	f.recount()
	f.count(d.newest)
	f.Metadata.Version = Version
	return d, nil
}

// newDecoder returns a decoder of what encoding/json accepts.
func newDecoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(withoutBOM(r), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// withoutBOM skips the byte order mark that editors and shells of Windows
// write.
func withoutBOM(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	if head, _ := b.Peek(len(bom)); string(head) == bom {
		_, _ = b.Discard(len(bom)) // cannot fail: it was peeked
	}
	return b
}

const bom = "\ufeff"

// read reads the file. A part with a value of the wrong type is skipped; at an
// error of syntax, reading ends.
func (d *decoded) read(dec *jsontext.Decoder) error {
	if err := expect(dec, '{'); err != nil {
		return err
	}
	var problems []error
	for dec.PeekKind() != '}' {
		key, err := textToken(dec)
		if err != nil {
			return errors.Join(append(problems, err)...)
		}
		if key == "examples" {
			err = d.examples(dec, &problems)
		} else {
			var value jsontext.Value
			if value, err = dec.ReadValue(); err == nil {
				if wrong := d.part(key, value); wrong != nil {
					problems = append(problems, fmt.Errorf("%s: %w", key, wrong))
				}
			}
		}
		if err != nil {
			return errors.Join(append(problems, err)...)
		}
	}
	if err := expect(dec, '}'); err != nil {
		problems = append(problems, err)
	} else if _, err := dec.ReadToken(); err != io.EOF {
		problems = append(problems, errors.New("unexpected data after the closing brace"))
	}
	return errors.Join(problems...)
}

// part decodes a part of the file besides the entries.
func (d *decoded) part(key string, value []byte) (err error) {
	switch key {
	case "metadata":
		var meta struct {
			Metadata
			Version json.RawMessage `json:"version"`
		}
		err = json.Unmarshal(value, &meta)
		d.version = strings.Trim(string(meta.Version), `"`)
		d.file.Metadata = meta.Metadata
	case "statistics":
		err = json.Unmarshal(value, &d.file.Statistics)
	case "runs":
		err = json.Unmarshal(value, &d.file.Runs)
		d.file.Runs = orderedRuns(d.file.Runs)
	}
	return err
}

func expect(dec *jsontext.Decoder, want jsontext.Kind) error {
	token, err := dec.ReadToken()
	switch {
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case token.Kind() != want:
		return fmt.Errorf("expected %s, found %s", want, token.Kind())
	}
	return nil
}

// textToken reads the key of a field.
func textToken(dec *jsontext.Decoder) (string, error) {
	token, err := dec.ReadToken()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return "", err
	}
	return token.String(), nil
}

// errNoEntry says that an object is not an entry: it has no key or no status.
var errNoEntry = errors.New("it is not an entry")

// provisional gives the entries of an older file keys that cannot be confused
// with current IDs: indexes of an old catalog mean nothing.
func (d *decoded) provisional(major int) {
	old := d.file.Examples
	d.file.Examples = make(map[string]*Entry, len(old))
	byKey := &File{Examples: old}
	for _, key := range byKey.IDs() {
		e := old[key]
		name := key
		if major == 2 && e.ID != "" && e.ID != key { // keyed by docname
			name = e.ID
			e.DocName = cmp.Or(e.DocName, key)
		}
		e.Legacy = strconv.Itoa(major) + ".0:" + name
		id := key
		if major == 1 {
			if id = strings.TrimPrefix(path.Clean("/"+e.RelativePath), "/"); id == "" {
				id = "entry " + key
			}
			if d.file.Examples[id] != nil {
				id += " (" + key + ")"
			}
		}
		d.file.Examples[id] = e
	}
}

// parseVersion parses a version like "3.2". newer: it is greater than Version.
func parseVersion(v string) (major int, newer, ok bool) {
	majorText, minorText, _ := strings.Cut(v, ".")
	major, err := strconv.Atoi(majorText)
	if err != nil || major < 0 {
		return 0, false, false
	}
	minor, err := strconv.Atoi(minorText)
	if err != nil {
		minor = 0
	}
	return major, major > 3 || (major == 3 && minor > 2), true
}

// Decode reads a status file alone: run logs that it does not have yet are not known
// here. The entries of an older format have provisional keys, see [File.Adopt]. The error
// says what could not be read, or is a [*NewerError].
func Decode(r io.Reader) (*File, error) {
	d, err := decode(r)
	if err != nil {
		return nil, err
	}
	return d.file, d.damage
}
