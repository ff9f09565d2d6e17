package scaffold

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Found is what was found below a root.
type Found struct {
	// Catalog holds the examples, and what is wrong with them.
	Catalog *catalog.Catalog
	// Sources are the folders that hold examples, as slash paths from the root.
	Sources []string
	// Text is the whole hub.yaml for them. It is valid.
	Text string
}

// Look finds the examples below root, an absolute path. Variables come from
// lookup, as in [config.Parse]. Nothing is written.
func Look(root string, lookup config.Lookup) (*Found, error) {
	cfg, err := parse(root, sourcesText(folders(root)), lookup)
	if err != nil {
		return nil, err
	}
	cat, err := catalog.Discover(cfg, nil)
	switch {
	case want.Of(err):
		return nil, err
	case err != nil:
		return nil, usage.Errorf("%w", err)
	}
	with, without := split(survey(cfg, cat.Examples))
	text := fileText(with, without)
	_, err = parse(root, text, lookup)
	return &Found{Catalog: cat, Sources: paths(with), Text: text}, err
}

// parse parses text of this package: an error in it is a bug here.
func parse(root, text string, lookup config.Lookup) (*config.Config, error) {
	cfg, err := config.Parse(config.FileName, []byte(text), root, lookup)
	if err != nil {
		return nil, fmt.Errorf("internal error: the generated configuration is invalid: %v", err)
	}
	return cfg, nil
}
