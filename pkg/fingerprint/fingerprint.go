package fingerprint

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Scheme is the prefix of every fingerprint, and PortableScheme that of those with
// [Inputs.Portable]. They change when what goes in changes: fingerprints of two schemes
// cannot be compared.
const (
	Scheme         = "v1"
	PortableScheme = "p1"
)

// MaxFiles is how many files one example may depend on.
const MaxFiles = 100_000

// ErrTooManyFiles says that an example depends on more than MaxFiles files.
var ErrTooManyFiles = fmt.Errorf("more than %d files belong to this example: give it a folder of its own without them", MaxFiles)

// Inputs is what a fingerprint depends on beside the example itself.
type Inputs struct {
	// Context ends the reading of files; nil: nothing does. What could not be read
	// has no fingerprint: the error is the context's cause.
	Context context.Context
	// RunnerVersion is what the runner's version command printed; "" when none.
	RunnerVersion string
	// Env looks up hub's own environment, for the names of needs.env; nil: all
	// are empty.
	Env func(name string) string
	// Portable leaves out what belongs to one machine: the values of all variables,
	// of which the names remain, and the version of the runner. Two checkouts of one
	// commit have the same portable fingerprint.
	Portable bool
	// Hide masks secrets, in a portable fingerprint, in the command and in what else the
	// configuration says; nil: there are none.
	Hide func(text string) string
	// Cache saves hashing of files that did not change; nil: none.
	Cache *filecache.Cache
	// Sampled is called for each file larger than [MaxWhole] that goes in, with its
	// size in bytes. It may be nil, and serves many goroutines where Of and
	// the others are called from many.
	Sampled func(file string, size int64)
}

type sum = filecache.Digest

// item is one of the things a fingerprint is made of, named for what it is: "file
// run.php", "argv", "env LANG".
type item struct {
	name string
	sum  sum
}

// Of returns the example's fingerprint: Scheme, a colon and 64 hex digits. It
// fails when something that goes in cannot be read. It may be called from many
// goroutines, with one Cache.
func Of(e hub.Example, in Inputs) (string, error) {
	items, err := collect(&e, &in)
	if err != nil {
		return "", err
	}
	return in.total(items), nil
}

// total returns the fingerprint of the parts.
func (in *Inputs) total(items []item) string {
	all := join(items)
	var out [len(Scheme) + 1 + 2*len(all)]byte
	scheme := Scheme
	if in.Portable {
		scheme = PortableScheme
	}
	return string(hex.AppendEncode(append(append(out[:0], scheme...), ':'), all[:]))
}

// collect gathers the parts: files sorted by name, then the rest in the order
// of the code.
func collect(e *hub.Example, in *Inputs) ([]item, error) {
	c := collector{in: in, entryDir: filepath.Dir(e.File), items: make([]item, 0, most(e, in))}
	if err := c.files(e); err != nil {
		return nil, fmt.Errorf("fingerprint of %s: %w", e.ID, err)
	}
	slices.SortFunc(c.items, func(a, b item) int { return cmp.Compare(a.name, b.name) })

	c.texts("argv", e.Argv...)
	if e.Build != nil {
		c.texts("build", e.Build...)
	}
	s := e.Settings
	if s.Stdin != nil {
		c.texts("stdin", *s.Stdin)
	}
	if s.Workdir != "" && s.Workdir != hub.WorkdirRoot {
		c.texts("workdir", string(s.Workdir))
	}
	if s.Expect.Given() {
		data, err := json.Marshal(s.Expect)
		if err != nil {
			return nil, fmt.Errorf("fingerprint of %s: %w", e.ID, err)
		}
		c.texts("expect", string(data))
	}
	if len(s.FailOn) > 0 {
		c.texts("fail-on", s.FailOn...)
	}
	if len(s.SkipOn) > 0 {
		c.texts("skip-on", s.SkipOn...)
	}
	if s.Env.Clean {
		c.texts("clean environment")
	}
	c.environment(s)
	if in.RunnerVersion != "" && !in.Portable {
		c.texts("runner version", in.RunnerVersion)
	}
	for _, pattern := range s.Inputs {
		c.texts("inputs "+pattern, "")
	}
	return c.items, nil
}

// most is how many parts an example has, files beside its entry file not counted, or a
// few more.
func most(e *hub.Example, in *Inputs) int {
	s := e.Settings
	n := 2 + len(s.Env.Set) + len(s.Needs.Env) + len(s.Inputs)
	for _, is := range []bool{e.Build != nil, s.Stdin != nil, s.Expect.Given(), s.Env.Clean, in.RunnerVersion != ""} {
		if is {
			n++
		}
	}
	return n
}

// environment adds the variables that are set for the example, and those it needs.
func (c *collector) environment(s *hub.Settings) {
	if len(s.Env.Set) > 0 {
		for _, name := range slices.Sorted(maps.Keys(s.Env.Set)) {
			value := s.Env.Set[name]
			if c.in.Portable {
				value = ""
			}
			c.texts("env "+name, value)
		}
	}
	if len(s.Needs.Env) > 0 {
		for _, name := range slices.Sorted(slices.Values(s.Needs.Env)) {
			value := ""
			if c.in.Env != nil && !c.in.Portable {
				value = c.in.Env(name)
			}
			c.texts("environment "+name, value)
		}
	}
}

// texts adds a part made of texts. Its name goes into the hash, so that equal
// values of two variables do not show as such.
func (c *collector) texts(name string, values ...string) {
	b := appendText(c.buf[:0], name)
	hide := c.in.Portable && c.in.Hide != nil
	for _, v := range values {
		if hide {
			v = c.in.Hide(v)
		}
		b = appendText(b, v)
	}
	c.buf = b
	c.items = append(c.items, item{name, sha256.Sum256(b)})
}

// appendText appends what text writes.
func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint64(b, uint64(len(s))), s...)
}

// text writes a text with its length before it, so that no two lists of texts
// are written alike.
func text(h hash.Hash, s string) {
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
	h.Write(length[:])
	h.Write([]byte(s))
}

var errNoFile = errors.New("the example has no entry file")
