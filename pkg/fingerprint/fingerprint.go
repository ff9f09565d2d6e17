package fingerprint

import (
	"errors"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Inputs is what a fingerprint depends on beside the example itself.
type Inputs struct {
	// RunnerVersion is what the runner's version command printed; "" when none.
	RunnerVersion string
	// Env looks up hub's own environment, for the names of needs.env; nil: all are empty.
	Env func(name string) string
	// Root is the project's root.
	Root string
	// Cache saves hashing of files that did not change; nil: none.
	Cache *Cache
}

// Part is one of the things a fingerprint is made of.
type Part struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
}

// Of returns the example's fingerprint: "v1:" and 64 hex digits.
func Of(e hub.Example, in Inputs) (string, error) { return "", errors.New("not built") }

// Parts returns what Of is made of, in a fixed order.
func Parts(e hub.Example, in Inputs) ([]Part, error) { return nil, errors.New("not built") }

// Cache remembers hashes of files by path, size, times and inode.
type Cache struct{}

// LoadCache reads a cache; a file that is missing or damaged gives an empty one.
func LoadCache(file string) *Cache { return &Cache{} }

// Save writes the cache when it has changed.
func (c *Cache) Save() error { return nil }
