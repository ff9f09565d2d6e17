package scaffold

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/survey"
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

// Summary says what was found, and what to do next.
func (f *Found) Summary() string {
	if len(f.Catalog.Examples) == 0 {
		return "no examples were found; list their folders under sources"
	}
	return fmt.Sprintf("%s in %s\nNext: hub list  what was found\n      hub all   run it", plural(len(f.Catalog.Examples), "example"), plural(len(f.Sources), "source"))
}

// Look finds the examples below root, an absolute path: in folders named for examples
// and those configured for the PHP tool; if there are none, in the folders of a
// repository that is a collection of programs. Variables come from lookup, as in
// [config.Parse]. Nothing is written.
func Look(root string, lookup config.Lookup) (*Found, error) {
	cfg, err := parse(root, "version: 1\n", lookup)
	if err != nil {
		return nil, err
	}
	seen, old := survey.Look(root, cfg.Runners), readOld(root)
	found, deeper := folders(root, seen)
	for _, path := range old.folders {
		if !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	slices.Sort(found)
	if collected := collection(seen, filepath.Base(root)); collected != nil && accidental(found, seen) {
		found = nil
	}
	for _, path := range found {
		cfg.Sources = append(cfg.Sources, config.Source{Path: path})
	}
	cat, err := discover(cfg)
	if err != nil {
		return nil, err
	}
	if len(cat.Examples) == 0 {
		without := cfg.Sources
		cfg.Sources = collection(seen, filepath.Base(root))
		if cat, err = discover(cfg); err != nil {
			return nil, err
		}
		cfg.Sources = append(cfg.Sources, without...)
	}
	if len(old.groups) == 0 && groupBelowLetters(cfg, cat) {
		if cat, err = discover(cfg); err != nil {
			return nil, err
		}
	}
	with, without := split(examine(cfg, cat))
	text := (&page{with: with, without: without, deeper: deeper, seen: seen, old: old}).text()
	_, err = parse(root, text, lookup)
	return &Found{Catalog: cat, Sources: paths(with), Text: text}, err
}

// discover finds the examples of the sources.
func discover(cfg *config.Config) (*catalog.Catalog, error) {
	cat, err := catalog.Discover(cfg, nil)
	switch {
	case want.Of(err):
		return nil, err
	case err != nil:
		return nil, usage.Errorf("%w", err)
	}
	return cat, nil
}

// parse parses text of this package: an error in it is a bug here.
func parse(root, text string, lookup config.Lookup) (*config.Config, error) {
	cfg, err := config.Parse(config.FileName, []byte(text), root, lookup)
	if err != nil {
		return nil, fmt.Errorf("internal error: the generated configuration is invalid: %v", err)
	}
	return cfg, nil
}
