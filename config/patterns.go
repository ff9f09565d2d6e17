package config

import (
	"fmt"
	"reflect"
	"regexp"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Lines holds the expressions that are matched against each line of a pass's output:
// those of failures that the exit code does not report, and those of skips.
type Lines struct {
	FailOn hub.Patterns `yaml:"fail-on" check:"line" doc:"Regular expressions (RE2). If a line of the output matches one, the example fails even with the exit code of a pass. Overrides and metadata replace the list."`
	SkipOn hub.Patterns `yaml:"skip-on" check:"line" doc:"Regular expressions (RE2). If a line of the output matches one, and the exit code is that of a pass, the example is skipped; the first group is the reason. fail-on wins. Overrides and metadata replace the list."`
}

// over returns the lists of l. For a list that is not given it takes the first given
// one of the others.
func (l Lines) over(others ...Lines) Lines {
	for _, o := range others {
		if l.FailOn == nil {
			l.FailOn = o.FailOn
		}
		if l.SkipOn == nil {
			l.SkipOn = o.SkipOn
		}
	}
	return l
}

// Complete sets fail-on and skip-on of an example's settings, unless overrides or
// metadata set them: to those of its group, else of its runner, else of run.
func (c *Config) Complete(s *hub.Settings) {
	var group Lines
	for _, g := range c.Groups {
		if g.ID == s.Group {
			group = g.Lines
			break
		}
	}
	l := Lines{s.FailOn, s.SkipOn}.over(group, c.Runners[s.Runner].Lines, c.Run.Lines)
	s.FailOn, s.SkipOn = l.FailOn, l.SkipOn
}

// patternsForm accepts a list of expressions, or one expression. An empty list differs
// from no list: it replaces the list of a wider scope.
func patternsForm() yamlmap.Form {
	f := yamlmap.OneOrList(func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Patterns) *yaml.Node { return e.List(key, v) })
	decode := f.Decode
	f.Decode = func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v reflect.Value) {
		decode(d, n, key, v)
		if n.Kind == yaml.SequenceNode && v.IsNil() {
			v.Set(reflect.ValueOf(hub.Patterns{}))
		}
	}
	return f
}

// lineRule is the rule for an expression that is looked for in single lines.
func lineRule() yamlmap.Rule {
	rule := regexpRule()
	valid := rule.Text
	rule.Text = func(s string) string {
		if wrong := valid(s); wrong != "" {
			return wrong
		}
		if regexp.MustCompile(s).MatchString("") { // cannot fail: it is valid
			return fmt.Sprintf("%q matches an empty line, and therefore every output", s)
		}
		return ""
	}
	return rule
}
