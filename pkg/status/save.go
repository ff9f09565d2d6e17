package status

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// encode writes the file: metadata first, entries sorted by ID, indented. It
// encodes entry by entry, so that the text is never held as a whole.
func (f *File) encode(w io.Writer) error {
	out := bufio.NewWriterSize(w, 256<<10)
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	value := func(lead, prefix string, v any) error {
		buf.Reset()
		enc.SetIndent(prefix, "  ")
		if err := enc.Encode(v); err != nil {
			return err
		}
		out.WriteString(lead)
		_, err := out.Write(bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}))
		return err
	}
	if err := value("{\n  \"metadata\": ", "  ", f.Metadata); err != nil {
		return err
	}
	out.WriteString(",\n  \"examples\": {")
	for i, id := range f.IDs() {
		lead := ",\n    "
		if i == 0 {
			lead = "\n    "
		}
		if err := value(lead, "", id); err != nil {
			return err
		}
		if err := value(": ", "    ", f.Examples[id]); err != nil {
			return err
		}
	}
	if len(f.Examples) > 0 {
		out.WriteString("\n  ")
	}
	if err := value("},\n  \"statistics\": ", "  ", f.Statistics); err != nil {
		return err
	}
	out.WriteString("\n}\n")
	return out.Flush()
}

// temporary is the pattern of the files that become another when they are
// complete. What a crash leaves of them is removed by Clean.
func temporary(name string) string { return "." + name + ".*.tmp" }

// isTemporary reports whether name is a temporary file of the file called of.
func isTemporary(name, of string) bool {
	return strings.HasPrefix(name, "."+of+".") && strings.HasSuffix(name, ".tmp")
}

// writeFile replaces the file as a whole: whoever opens it reads the old text
// or the new one. The text is on the disk before the name is; the file keeps
// its mode, and a symbolic link stays one. durable asks for the disk's word.
//
// Note: google/renameio does the same but for Windows, where it does nothing.
func writeFile(file string, durable bool, write func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	dir := filepath.Dir(file)
	tmp, err := os.CreateTemp(dir, temporary(filepath.Base(file)))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name()) // best effort: Clean removes it otherwise
		}
	}()
	err = write(tmp)
	if err == nil && runtime.GOOS != "windows" {
		err = tmp.Chmod(mode)
	}
	if err == nil && durable {
		err = ignoreUnsupported(tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err = replace(tmp.Name(), file); err != nil {
		return err
	}
	if durable && runtime.GOOS != "windows" {
		if d, err := os.Open(dir); err == nil {
			return errors.Join(ignoreUnsupported(d.Sync()), d.Close())
		}
	}
	return nil
}

// ignoreUnsupported passes over file systems that cannot be asked to sync.
func ignoreUnsupported(err error) error {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// replace renames. On Windows that fails while somebody reads the file, which
// no reader does for long.
func replace(from, to string) error {
	err := os.Rename(from, to)
	for range 200 {
		if err == nil || runtime.GOOS != "windows" {
			break
		}
		time.Sleep(10 * time.Millisecond)
		err = os.Rename(from, to)
	}
	return err
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
