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

// FileName is the name under which the configuration is looked for. No other
// spelling is read: two names would mean two files that contradict each other.
const FileName = "hub.yaml"

// misspelt is what people call it; to pass over it in silence would run
// something else than they configured.
const misspelt = "hub.yml"

// maxFile bounds the file, in bytes: no configuration is longer.
const maxFile = 1 << 20

// Load reads the configuration: the file explicit when it is not empty, else
// hub.yaml in the folder start or the nearest one above it, else the
// zero-config defaults with start as the project's root. start is an absolute
// path, to which explicit is relative. Variables come from lookup, as in
// [Parse]. Where no sources are configured, the usual folders that exist are
// taken.
//
// An error is of type [yamlmap.Problems] when it is about the file's content.
func Load(start, explicit string, lookup Lookup) (*Config, error) {
	var err error
	file, name := explicit, explicit
	if file == "" {
		if file, err = find(start); err != nil {
			return nil, err
		}
		if name, err = filepath.Rel(start, file); err != nil {
			name = file
		}
	} else if !filepath.IsAbs(file) {
		file = filepath.Join(start, file)
	}
	if file == "" {
		c := defaults()
		c.Root, c.Lookup, c.Sources = start, lookup, foundSources(start)
		return c, nil
	}
	data, err := read(file, name)
	if err != nil {
		return nil, err
	}
	c, err := Parse(name, data, filepath.Dir(file), lookup)
	if err != nil {
		return nil, err
	}
	c.File = file
	if !c.positions.Given("sources") {
		c.Sources = foundSources(c.Root)
	}
	return c, nil
}

// find returns the nearest hub.yaml from the folder dir upwards; "" when there
// is none.
func find(dir string) (string, error) {
	for {
		file := filepath.Join(dir, FileName)
		// Lstat: a link that leads nowhere is a mistake to tell, not an absence.
		if _, err := os.Lstat(file); err == nil {
			return file, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("finding the configuration: %w", err)
		}
		if info, err := os.Stat(filepath.Join(dir, misspelt)); err == nil && info.Mode().IsRegular() {
			return "", fmt.Errorf("%s: hub reads only %s; rename the file, or pass it with --config", filepath.Join(dir, misspelt), FileName)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// read returns the content of a regular file of bounded size.
func read(file, name string) ([]byte, error) {
	data, err := plainfile.Read(context.Background(), file, maxFile)
	odd, isOdd := errors.AsType[*plainfile.Error](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: file not found; 'hub init' with the same flags creates it", name)
	case isOdd && odd.Most > 0:
		return nil, fmt.Errorf("%s: the file is larger than 1 MiB, the limit for a configuration", name)
	case isOdd:
		return nil, fmt.Errorf("%s: it %s", name, odd.Reason())
	case err != nil:
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return data, nil
}
