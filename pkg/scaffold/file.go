package scaffold

import (
	"errors"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
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
