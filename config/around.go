package config

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Around holds the setup and teardown of a run or group.
type Around struct {
	Setup    []Step `yaml:"setup" doc:"Commands to run before the first example, in order. When one fails, no example runs and every example is an error."`
	Teardown []Step `yaml:"teardown" doc:"Commands to run after the last example, also after a failed setup or an interruption. All of them run, even if one fails."`
}

// Step is one command of a setup or teardown. In YAML a list alone is its
// Command.
type Step struct {
	Command    []string      `yaml:"command" doc:"Command as a list. It runs in the project's root with run.env."`
	Background bool          `yaml:"background" doc:"Keep the command running as a service, and stop it after the teardown."`
	WaitFor    WaitFor       `yaml:"wait-for" doc:"Conditions to wait for before the setup continues."`
	Timeout    time.Duration `yaml:"timeout" doc:"Time limit of the command; for a background command, of wait-for. Default: 5m; 0 means no limit."`
}

// WaitFor says when a service is ready; all given keys must hold.
type WaitFor struct {
	TCP  string `yaml:"tcp" check:"address" doc:"HOST:PORT that must accept a connection."`
	HTTP string `yaml:"http" check:"url" doc:"URL that must answer with a status from 200 to 399."`
	File string `yaml:"file" doc:"File that must exist, relative to the project's root."`
}

// stepTimeout is the default timeout of a step: services start slowly, and
// images take time to download.
const stepTimeout = 5 * time.Minute

func stepForm() yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *Step) {
		*v = Step{Timeout: stepTimeout}
		switch n.Kind {
		case yaml.SequenceNode:
			d.List(n, key, &v.Command)
		case yaml.MappingNode:
			d.Struct(n, key, v)
		default:
			d.Problem(n, key, "must be a command as a list, like [docker, compose, up, --detach], or a mapping with command, background, wait-for and timeout, not %s", yamlmap.Describe(n))
		}
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v Step) *yaml.Node { return e.Struct(key, v) },
		func(g *schema.Generator, f yamlmap.Field) schema.Object {
			return schema.Object{"anyOf": []schema.Object{{"type": "array", "items": yamlmap.Schema[string](g, f), "minItems": 1}, yamlmap.StructSchema[Step](g)}}
		})
}

// checkAround reports steps that have no effect, or not the apparent one.
func (p *problems) checkAround(at string, a Around) {
	for i, s := range a.Setup {
		at := at + ".setup[" + strconv.Itoa(i) + "]"
		switch {
		case len(s.Command) > 0 && s.Command[0] == "":
			p.add(at, "must begin with a program")
		case len(s.Command) == 0 && s.Background:
			p.add(at, "has no command to run in the background")
		case len(s.Command) == 0 && s.WaitFor == WaitFor{}:
			p.add(at, "has neither command nor wait-for, so it does nothing")
		}
	}
	for i, s := range a.Teardown {
		at := at + ".teardown[" + strconv.Itoa(i) + "]"
		switch {
		case len(s.Command) == 0 || s.Command[0] == "":
			p.add(at, "has no command")
		case s.Background:
			p.add(at, "background is allowed in setup only")
		case s.WaitFor != WaitFor{}:
			p.add(at, "wait-for is allowed in setup only")
		}
	}
}

// addressRule is the rule for HOST:PORT.
func addressRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if host, port, err := net.SplitHostPort(s); err != nil || host == "" || port == "" {
			return fmt.Sprintf("%q is not an address; write HOST:PORT, like localhost:8080", s)
		}
		return ""
	}}
}

// urlRule is the rule for an http or https URL.
func urlRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Sprintf("%q is not a URL; write one like http://localhost:8080/health", s)
		}
		return ""
	}}
}
