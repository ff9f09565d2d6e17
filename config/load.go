package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// FileName is the name of the configuration file. No other spelling is read,
// because two files could contradict each other.
const FileName = "hub.yaml"

// misspelt is a common wrong name. Ignoring it silently would run something
// other than what was configured.
const misspelt = "hub.yml"

// maxFile is the maximum size of the file in bytes.
const maxFile = 1 << 20

// Load reads the configuration: the file explicit if it is not empty, else
// hub.yaml in the folder start or its nearest parent, else the zero-config
// defaults with start as the project's root. start is an absolute path, and
// explicit is relative to it. Variables come from lookup, as in [Parse]. If no
// sources are configured, the usual folders that exist are used.
//
// The error is of type [yamlmap.Problems] if the content of the file is wrong.
func Load(start, explicit string, lookup Lookup) (*Config, error) {
	file, err := Find(start, explicit)
	if err != nil {
		return nil, err
	}
	if file == "" {
		c := defaults()
		c.Root, c.Lookup, c.Sources = start, lookup, foundSources(start)
		return c, nil
	}
	name := explicit
	if name == "" {
		if name, err = filepath.Rel(start, file); err != nil {
			name = file
		}
	}
	data, err := read(file, name)
	if err != nil {
		return nil, err
	}
	c, err := Parse(name, data, filepath.Dir(file), lookup)
	if err != nil {
		return nil, err
	}
	return c.of(file), nil
}

// Earlier returns the configuration of the same project with another text of its file. The
// error is that of [Parse].
func (c *Config) Earlier(text []byte) (*Config, error) {
	earlier, err := Parse(c.name, text, c.Root, c.Lookup)
	if err != nil {
		return nil, err
	}
	return earlier.of(c.File), nil
}

// of completes the configuration of the file.
func (c *Config) of(file string) *Config {
	c.File = file
	if !c.positions.Given("sources") {
		c.Sources = foundSources(c.Root)
	}
	return c
}

// Find returns the file that [Load] reads: explicit, which may be missing, or the
// nearest hub.yaml from start upwards; "" when there is none.
func Find(start, explicit string) (string, error) {
	switch {
	case filepath.IsAbs(explicit):
		return explicit, nil
	case explicit != "":
		return filepath.Join(start, explicit), nil
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, FileName)
		// Lstat, because a broken link is an error to report, not a missing file.
		if _, err := os.Lstat(file); err == nil {
			return file, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("finding the configuration: %w", err)
		}
		if info, err := os.Stat(filepath.Join(dir, misspelt)); err == nil && info.Mode().IsRegular() {
			return "", fmt.Errorf("%s: hub reads only %s; rename the file, or pass it with --config", filepath.Join(dir, misspelt), FileName)
		}
		if dir == filepath.Dir(dir) {
			return "", nil
		}
	}
}

// read returns the content of a regular file of limited size.
func read(file, name string) ([]byte, error) {
	data, err := plainfile.Read(context.Background(), file, maxFile)
	notPlain, ok := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: file not found; 'hub init' with the same flags creates it", name)
	case ok && notPlain.Most > 0:
		return nil, fmt.Errorf("%s: the file is larger than 1 MiB, the limit for a configuration", name)
	case ok:
		return nil, fmt.Errorf("%s: it %s", name, notPlain.Reason())
	case err != nil:
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return data, nil
}
