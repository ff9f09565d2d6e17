package config

import (
	"reflect"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"
)

// stepTimeout bounds a step for which nothing else is said: services are slow
// to come up, and images slow to be fetched.
const stepTimeout = 5 * time.Minute

func decodeStep(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	v.Set(reflect.ValueOf(Step{Timeout: stepTimeout}))
	switch n.Kind {
	case yaml.SequenceNode:
		w.list(n, v.FieldByName("Command"), at, f)
	case yaml.MappingNode:
		w.structure(n, v, at)
	default:
		w.problem(n, at, "must be a command as a list, like [docker, compose, up, --detach], or a mapping with command, background, wait-for and timeout, not %s", describe(n))
	}
}

func stepSchema(f field) object {
	s := structSchema(reflect.TypeFor[Step](), nil)
	return object{"anyOf": []object{{"type": "array", "items": textSchema(f), "minItems": 1}, s}}
}

// checkSteps finds steps that would do nothing, or not what they seem to.
func (c *Config) checkSteps(at string, a Around, add adder) {
	for i, s := range a.Setup {
		at := at + ".setup[" + strconv.Itoa(i) + "]"
		switch {
		case len(s.Command) > 0 && s.Command[0] == "":
			add(at, "must begin with a program")
		case len(s.Command) == 0 && s.Background:
			add(at, "has no command to run in the background")
		case len(s.Command) == 0 && s.WaitFor == WaitFor{}:
			add(at, "has neither a command nor a wait-for, so it would do nothing")
		}
	}
	for i, s := range a.Teardown {
		at := at + ".teardown[" + strconv.Itoa(i) + "]"
		switch {
		case len(s.Command) == 0 || s.Command[0] == "":
			add(at, "has no command")
		case s.Background:
			add(at, "is for setup: in a teardown nothing can run in the background")
		case s.WaitFor != WaitFor{}:
			add(at, "is for setup: in a teardown nothing is waited for")
		}
	}
}
