package config

import (
	"fmt"
	"strconv"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
)

// Config is hub.yaml, complete with defaults: one field and one file for each
// section.
type Config struct {
	Version   int               `yaml:"version" default:"1" check:"version" doc:"Version of the file format: 1."`
	Sources   []Source          `yaml:"sources" doc:"Folders to search for examples."`
	Groups    []Group           `yaml:"groups" doc:"Titles and order of groups."`
	Runners   map[string]Runner `yaml:"runners" doc:"Runners by name, in addition to the built-in ones. An entry with the name of a built-in runner changes only the keys that it sets."`
	Run       Run               `yaml:"run" doc:"How examples are run."`
	Limits    map[string]Limit  `yaml:"limits" doc:"Limits for examples that share a resource, by name."`
	Secrets   []string          `yaml:"secrets" check:"glob-not" doc:"Names or globs of environment variables, from hub's own environment and from env, whose values hub masks everywhere. By default these are TOKEN, KEY, SECRET, PASS, names that end with an underscore and one of these words, and *PASSWORD*. A pattern like \"!PUBLIC_KEY\" (in quotes) excludes names; the last pattern that matches wins. Values with fewer than 6 visible characters and common words (true, localhost, password) are not masked; hub reports such a variable if it is listed by name."`
	Overrides []Override        `yaml:"overrides" doc:"Settings for the examples that match; later entries win."`
	Status    Status            `yaml:"status" doc:"What hub records across runs, and where."`
	Clean     Clean             `yaml:"clean" doc:"What 'hub clean' without flags removes."`
	Reports   Reports           `yaml:"reports" doc:"Where reports are written, and which ones 'hub ci' writes."`

	// File is the absolute path of the file; empty when there is none and the
	// zero-config defaults hold.
	File string `yaml:"-"`
	// Root is the absolute path of the project's root: the folder of File, or
	// the folder hub was started in.
	Root string `yaml:"-"`
	// Warnings are of what the file says and hardly means, in the order of its
	// lines; it is used all the same.
	Warnings yamlmap.Problems `yaml:"-"`
	// Lookup returns the value of an environment variable, as given to [Parse]
	// and [Load]; nil is an empty environment.
	Lookup Lookup `yaml:"-"`

	name      string // of the file in messages
	positions yamlmap.Positions
}

// Lookup returns the value of an environment variable, and whether it is set.
type Lookup = func(name string) (string, bool)

// defaults is the configuration of an empty file.
func defaults() *Config {
	c := &Config{Runners: BuiltinRunners()}
	format().SetDefaults(c)
	return c
}

// Parse reads the text of a hub.yaml, called name in messages, of the project
// in the folder root. It touches no file: sources that are not configured stay
// empty. Variables come from lookup, which later calls of [Override.Apply] ask
// again; nil is an empty environment.
//
// The error is of type [yamlmap.Problems] and holds everything that is wrong.
func Parse(name string, data []byte, root string, lookup Lookup) (*Config, error) {
	c := defaults()
	c.name, c.Root, c.Lookup, c.positions = name, root, lookup, yamlmap.Positions{}
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
		// What else seems wrong with it is noise.
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

// problems collects what is wrong between the parts of a configuration; what is
// wrong with one value alone the decoder finds.
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

// YAML is the effective configuration, defaults and built-in runners included
// and variables expanded. Parse of it gives an equal Config. What an override
// does not name stays unnamed. It may hold the values of environment variables
// that the file asked for: mask before showing.
func (c *Config) YAML() ([]byte, error) {
	e := yamlmap.Encoder{Format: format(), Given: c.positions}
	text, err := e.Document(c, defaults())
	if err != nil {
		return nil, fmt.Errorf("printing the configuration: %w", err)
	}
	return text, nil
}

// At is the place of a key, given as a path like run.timeout or
// sources[0].path, as file:line:column. A key that is not in the file is placed
// at the nearest one above it that is; when there is none it is the file alone.
// Without a file it is empty.
func (c *Config) At(path string) string {
	p := c.positions.Nearest(path)
	if p.Line == 0 {
		return c.name
	}
	return c.name + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}
