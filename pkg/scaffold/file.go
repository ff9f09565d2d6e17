package scaffold

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// keys matches the keys by which a file is recognised as a configuration.
var keys = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(version|sources|groups|runners|run|limits|secrets|overrides|status|clean|reports)[ \t]*:`)
})

// File returns the file below root to write a configuration to. It is an error when
// the file is outside root, or exists and is no configuration: neither its name,
// links followed, nor its content is that of one.
func File(root, file string) (place.File, error) {
	to, err := place.New(root).File(file, place.Configured)
	if err != nil || filepath.Base(to.Path) == config.FileName {
		return to, err
	}
	head, err := to.Head(64 << 10)
	if err == nil && len(head) > 0 && !keys().Match(head) {
		err = errors.New("it is not a hub configuration")
	}
	return to, err
}

// Write looks at the folder of file and writes a configuration to it. It is an error if the
// file exists, unless force is set. warn gets what was found to be wrong, before the file
// is written.
func Write(file string, force bool, lookup config.Lookup, warn func(lines []string)) (*Found, error) {
	if _, err := os.Lstat(file); err == nil && !force {
		return nil, usage.Errorf("%s already exists; pass --force to replace it", file)
	}
	root := filepath.Dir(file)
	to, err := File(root, file)
	if err != nil {
		return nil, usage.Errorf("%s cannot be written: %w; name another file with -c FILE", file, err)
	}
	found, err := Look(root, lookup)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Catalog.Problems {
		warn([]string{p.String()})
	}
	warn(found.Catalog.Printed(true))
	warn(found.Catalog.Printed(false))
	err = to.Replace(true, func(w io.Writer) error {
		_, err := io.WriteString(w, found.Text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("writing the configuration: %w", err)
	}
	return found, nil
}
