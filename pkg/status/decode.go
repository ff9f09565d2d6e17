package status

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
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
	// texts interns texts that many entries share.
	texts map[string]string
}

// legacy reports whether the file is in an older format.
func (d *decoded) legacy() bool { return d.version != Version }

// decode reads a status file of any version up to the current one. Damage
// affects only the damaged entries: they are read one by one, and the others
// count. The error is a *NewerError.
//
// Note: json.Unmarshal would hold text and value in memory at once, and read
// nothing of a truncated file.
func decode(r io.Reader) (*decoded, error) {
	d := &decoded{file: newFile()}
	dec := json.NewDecoder(withoutBOM(r))
	d.damage = d.read(dec)
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
	if ok && major < 3 {
		d.provisional(major)
	}
	for id, e := range d.file.Examples {
		e.ID = id
	}
	d.file.recount()
	d.file.Metadata.Version = Version
	return d, nil
}

// withoutBOM skips the byte order mark that editors and shells of Windows
// write.
func withoutBOM(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, _ := b.Peek(len(bom)); string(head) == bom {
		_, _ = b.Discard(len(bom)) // cannot fail: it was peeked
	}
	return b
}

const bom = "\ufeff"

func (d *decoded) read(dec *json.Decoder) error {
	if err := expect(dec, '{'); err != nil {
		return err
	}
	var problems []error
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return errors.Join(append(problems, err)...)
		}
		switch key {
		case "metadata":
			var meta struct {
				Metadata
				Version json.RawMessage `json:"version"`
			}
			err = dec.Decode(&meta)
			d.version = strings.Trim(string(meta.Version), `"`)
			d.file.Metadata = meta.Metadata
		case "examples":
			err = d.examples(dec, &problems)
		case "statistics":
			err = dec.Decode(&d.file.Statistics)
		case "runs":
			err = dec.Decode(&d.file.Runs)
			d.file.Runs = orderedRuns(d.file.Runs)
		default:
			var other json.RawMessage
			err = dec.Decode(&other)
		}
		if err != nil {
			if !recoverable(err) {
				return errors.Join(append(problems, err)...)
			}
			problems = append(problems, fmt.Errorf("%s: %w", key, err))
		}
	}
	if err := expect(dec, '}'); err != nil {
		problems = append(problems, err)
	} else if _, err := dec.Token(); err != io.EOF {
		problems = append(problems, errors.New("unexpected data after the closing brace"))
	}
	return errors.Join(problems...)
}

// recoverable reports whether the decoder can continue after the value that
// failed.
func recoverable(err error) bool {
	var syntax *json.SyntaxError
	return !errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF)
}

func expect(dec *json.Decoder, want json.Delim) error {
	token, err := dec.Token()
	switch {
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case token != want:
		return fmt.Errorf("expected %c, found %v", want, token)
	}
	return nil
}

// examples reads the entries. PHP writes a list if the keys count up from zero,
// or if there is no entry.
func (d *decoded) examples(dec *json.Decoder, problems *[]error) error {
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') && open != json.Delim('[') {
		return fmt.Errorf("expected an object, found %v", open)
	}
	bad := 0
	for n := 0; dec.More(); n++ {
		key := strconv.Itoa(n)
		if open == json.Delim('{') {
			token, err := dec.Token()
			if err != nil {
				return err
			}
			key, _ = token.(string)
		}
		e := &Entry{}
		if err := dec.Decode(e); err != nil {
			if !recoverable(err) {
				return err
			}
			if bad++; bad == 1 {
				*problems = append(*problems, fmt.Errorf("examples[%q]: %w", key, err))
			}
			continue
		}
		if key == "" || !e.sanitize() {
			if bad++; bad == 1 {
				*problems = append(*problems, fmt.Errorf("examples[%q] is not an entry", key))
			}
			continue
		}
		d.share(e)
		if old := d.file.Examples[key]; old != nil {
			d.twice = append(d.twice, key)
			if old.updated().after(e.updated()) {
				continue
			}
		}
		d.file.Examples[key] = e
	}
	if bad > 1 {
		*problems = append(*problems, fmt.Errorf("%d more entries", bad-1))
	}
	_, err = dec.Token()
	return err
}

// share makes all entries use the same texts, and clips their histories:
// thousands of entries name the same twenty runs.
func (d *decoded) share(e *Entry) {
	if d.texts == nil {
		d.texts = map[string]string{}
	}
	same := func(s string) string {
		if interned, ok := d.texts[s]; ok {
			return interned
		}
		d.texts[s] = s
		return s
	}
	e.RunID, e.UpdatedRunID, e.Runner = same(e.RunID), same(e.UpdatedRunID), same(e.Runner)
	e.Status = hub.Status(same(string(e.Status)))
	e.History = slices.Clone(e.History)
	for i := range e.History {
		p := &e.History[i]
		p.RunID, p.Status = same(p.RunID), hub.Status(same(string(p.Status)))
	}
}

// sanitize enforces the limits of this package on an entry, and reports whether
// it is valid.
func (e *Entry) sanitize() bool {
	switch e.Status {
	case hub.StatusRunning: // its process is long gone
		e.Status, e.Reason = hub.StatusInterrupted, "its run ended without a result"
	case hub.StatusStale: // stale is computed, never stored
		e.Status = hub.StatusCompleted
	default:
		if !e.Status.Valid() {
			return false
		}
	}
	e.ExecutionTime = seconds(e.ExecutionTime)
	e.Attempts = max(0, e.Attempts)
	e.Output = bound(e.Output)
	if e.Errors == nil {
		e.Errors = []Failure{}
	}
	e.Errors = e.Errors[max(0, len(e.Errors)-maxErrors):]
	for i := range e.Errors {
		e.Errors[i].Output, e.Errors[i].Message = bound(e.Errors[i].Output), bound(e.Errors[i].Message)
	}
	e.ClearedRuns = e.ClearedRuns[max(0, len(e.ClearedRuns)-maxCleared):]
	e.History = e.History[max(0, len(e.History)-maxHistory):]
	for i := range e.History {
		e.History[i].Seconds = seconds(e.History[i].Seconds)
	}
	return true
}

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
		if e.Updated.IsZero() {
			e.Updated = e.LastExecuted
		}
		if e.Status == hub.StatusCompleted && e.LastCompleted.IsZero() {
			e.LastCompleted = e.LastExecuted
		}
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

// parseVersion parses a version like "3.1". newer: it is greater than Version.
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
	return major, major > 3 || (major == 3 && minor > 1), true
}
