package watch

import (
	"context"
	"os"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// maxList bounds a list of IDs, in bytes.
const maxList = 256 << 20

// WriteList writes IDs into a new file in the folder dir, for the hub that runs them.
func WriteList(dir string, ids []string) (path string, err error) {
	f, err := os.CreateTemp(dir, "hub-touched-*")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(strings.Join(ids, "\x00"))
	if closed := f.Close(); err == nil {
		err = closed
	}
	return f.Name(), err
}

// Listed returns what finds the examples of such a list, for [selector.Choice].
func Listed(ctx context.Context, path string) func(*catalog.Catalog) (selector.Change, error) {
	return func(cat *catalog.Catalog) (selector.Change, error) {
		text, err := plainfile.Read(ctx, path, maxList)
		if err != nil {
			return nil, err
		}
		return Of(cat, strings.Split(string(text), "\x00")), nil
	}
}

// Of returns the examples with these IDs as what a change touches.
func Of(cat *catalog.Catalog, ids []string) selector.Change {
	named := map[string]bool{}
	for _, id := range ids {
		named[id] = true
	}
	t := touches(make([]bool, len(cat.Examples)))
	for i := range cat.Examples {
		t[i] = named[cat.Examples[i].ID]
	}
	return t
}

// touches says of each position of a catalog whether a change touches the example.
type touches []bool

func (t touches) Left(i int) string {
	if i < len(t) && t[i] {
		return ""
	}
	return "--watch: nothing changed that it depends on"
}

func (t touches) Notes() []string { return nil }
