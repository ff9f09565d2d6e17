package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
)

// Config is hub.yaml, with defaults. Each section has one field and one file.
type Config struct {
	Version   int               `yaml:"version" default:"1" check:"version" doc:"Version of the file format: 1."`
	Sources   []Source          `yaml:"sources" doc:"Folders to search for examples."`
	Groups    []Group           `yaml:"groups" doc:"Titles and order of groups."`
	Runners   map[string]Runner `yaml:"runners" doc:"Runners by name, in addition to the built-in ones. An entry with the name of a built-in runner changes only the keys that it sets."`
	Run       Run               `yaml:"run" doc:"How examples are run."`
	Limits    map[string]Limit  `yaml:"limits" doc:"Limits for examples that share a resource, by name."`
	Secrets   []string          `yaml:"secrets" check:"glob-not" doc:"Names or globs of environment variables, from hub's own environment and from env, whose values hub masks everywhere, in addition to TOKEN, KEY, SECRET, PASS, names that end with an underscore and one of these words, and *PASSWORD*. A pattern like \"!PUBLIC_KEY\" (in quotes) excludes names; the last pattern that matches wins. Values with fewer than 6 visible characters and common words (true, localhost, password) are not masked; hub reports such a variable if it is listed by name."`
	Overrides []Override        `yaml:"overrides" doc:"Settings for the examples that match; later entries win."`
	Submit    Submit            `yaml:"submit" doc:"How 'hub submit' uses the engines that run the parts of a plan."`
	Status    Status            `yaml:"status" doc:"What hub records across runs, and where."`
	Clean     Clean             `yaml:"clean" doc:"What 'hub clean' without flags removes."`
	Reports   Reports           `yaml:"reports" doc:"Where reports are written, and which ones 'hub ci' writes."`

	// File is the absolute path of the file; empty for the zero-config
	// defaults.
	File string `yaml:"-"`
	// Root is the absolute path of the project's root: the folder of File, or
	// the folder in which hub was started.
	Root string `yaml:"-"`
	// Warnings report suspicious content, in the order of the lines; it is used
	// nevertheless.
	Warnings yamlmap.Problems `yaml:"-"`
	// Lookup returns the value of an environment variable, as given to [Parse]
	// and [Load]; nil is an empty environment.
	Lookup Lookup `yaml:"-"`

	name      string // of the file, for messages
	text      []byte // that was parsed
	positions yamlmap.Positions
}

// Digest returns the SHA-256, in hex, of the text of hub.yaml; empty without one.
func (c *Config) Digest() string {
	if c.text == nil {
		return ""
	}
	sum := sha256.Sum256(c.text)
	return hex.EncodeToString(sum[:])
}

// Lookup returns the value of an environment variable, and whether it is set.
type Lookup = func(name string) (string, bool)

// defaults returns the configuration of an empty file.
func defaults() *Config {
	c := &Config{Runners: BuiltinRunners()}
	format().SetDefaults(c)
	return c
}

// Parse parses the text of a hub.yaml, called name in messages, of the project
// in the folder root. It accesses no files: sources stay empty if none are
// configured. Variables come from lookup, also in later calls of
// [Override.Apply]; nil is an empty environment.
//
// The error is of type [yamlmap.Problems] and has all problems.
func Parse(name string, data []byte, root string, lookup Lookup) (*Config, error) {
	c := defaults()
	c.name, c.Root, c.Lookup, c.positions, c.text = name, root, lookup, yamlmap.Positions{}, append([]byte{}, data...)
	n, err := yamlmap.Parse(name, 0, data)
	if n == nil {
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	d := yamlmap.Decoder{Format: format(), File: name, Everywhere: true, Lookup: lookup, Positions: c.positions}
	d.Decode(n, c)
	if c.Version > 1 {
		// Other problems are only noise.
		p := problems{c: c}
		p.Add(name, c.positions.Nearest("version"), "version %d needs a newer hub; this one reads version 1", c.Version)
		return nil, p.Problems
	}
	c.completeRunners()
	c.completeSources()
	c.Warnings = d.Warnings.InOrder()
	if err := append(d.Problems, c.validate()...).Err(); err != nil {
		return nil, err
	}
	c.bindOverrides(n)
	return c, nil
}

// problems collects problems between parts of a configuration; the decoder
// finds those of single values.
type problems struct {
	yamlmap.Problems
	c *Config
}

// add adds a problem at the key with the given path.
func (p *problems) add(path, format string, args ...any) {
	p.Add(p.c.name, p.c.positions.Nearest(path), "%s: %s", path, fmt.Sprintf(format, args...))
}

func (c *Config) validate() yamlmap.Problems {
	p := &problems{c: c}
	if c.Version < 1 {
		p.add("version", "must be 1, not %d", c.Version)
	}
	c.checkSources(p)
	p.checkAround("run", c.Run.Around)
	c.checkGroups(p)
	c.checkRunners(p)
	c.checkOverrides(p)
	return p.Problems
}

// YAML returns the effective configuration, with defaults, built-in runners and
// expanded variables. Parsing it gives an equal Config. Overrides contain only
// the keys that they set. The result may contain values of environment
// variables: mask it before printing.
func (c *Config) YAML() ([]byte, error) {
	e := yamlmap.Encoder{Format: format(), Given: c.positions}
	text, err := e.Document(c, defaults())
	if err != nil {
		return nil, fmt.Errorf("printing the configuration: %w", err)
	}
	return text, nil
}

// At returns the position of a key, given as a path like run.timeout or
// sources[0].path, as file:line:column. For a key that is not in the file it is
// that of the nearest parent that is, or only the file. Without a file it is
// empty.
func (c *Config) At(path string) string {
	p := c.positions.Nearest(path)
	if p.Line == 0 {
		return c.name
	}
	return c.name + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}
