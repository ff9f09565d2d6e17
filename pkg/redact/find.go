package redact

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

// Found is the result of [Find].
type Found struct {
	// Values are the values to mask.
	Values []string
	// Weak are the sorted names of variables that the configuration lists as secret
	// but whose values cannot be masked.
	Weak []string
	// Warnings say what is not masked and why, one line each, for people. They
	// contain names, never values.
	Warnings []string
}

// Find returns the values of variables with secret names in environ (NAME=value),
// in run.env, and in the env of overrides and examples.
//
// A value that only matches a built-in name is not treated as secret if it is part
// of an ID or a path: it is public in this repository, and masking it would make
// examples and locations unrecognizable. Listing the name in the configuration masks
// it anyway.
func Find(cfg *config.Config, environ []string, examples []hub.Example) Found {
	environ = slices.Clone(environ)
	take := func(env hub.Env) {
		if len(env.Set) == 0 {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(env.Set)) {
			environ = append(environ, name+"="+env.Set[name])
		}
	}
	take(cfg.Run.Env)
	for i := range cfg.Overrides {
		take(cfg.Overrides[i].Settings.Env)
	}
	taken := map[*hub.Settings]bool{} // most examples share theirs
	for i := range examples {
		if s := examples[i].Settings; !taken[s] {
			taken[s] = true
			take(s.Env)
		}
	}
	var f Found
	f.weak(cfg.Secrets, environ)
	declared := mask.Values(cfg.Secrets, environ)
	all := mask.Values(slices.Concat(config.UsualSecrets(), cfg.Secrets), environ)
	f.Values = slices.DeleteFunc(all, func(value string) bool {
		if slices.Contains(declared, value) || !public(cfg.Root, examples, value) {
			return false
		}
		i := slices.IndexFunc(environ, func(kv string) bool { return strings.HasSuffix(strings.TrimSpace(kv), "="+value) })
		name, _, _ := strings.Cut(environ[i], "=")
		f.warn("the value of %s is not masked, since it is part of an example's name or path; to mask it anyway, list the variable under secrets in hub.yaml", name)
		return true
	})
	return f
}

// public reports whether the value is part of a name or a path that this repository
// shows anyway.
func public(root string, examples []hub.Example, value string) bool {
	if strings.Contains(root, value) {
		return true
	}
	for i := range examples {
		e := &examples[i]
		if strings.Contains(e.ID, value) || strings.Contains(e.Path, value) || strings.Contains(e.Group, value) || strings.Contains(e.Runner, value) {
			return true
		}
	}
	return false
}

// weak collects the variables that are listed by their exact names and have a value
// that cannot be masked.
func (f *Found) weak(listed, environ []string) {
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if strings.TrimSpace(value) == "" || !slices.Contains(listed, name) || !mask.Named(listed, name) || slices.Contains(f.Weak, name) {
			continue
		}
		if why := mask.Weak(value); why != "" {
			f.Weak = append(f.Weak, name)
			f.warn("the value of %s is not masked although hub.yaml lists it under secrets: %s; change the value or remove it from the list", name, why)
		}
	}
	slices.Sort(f.Weak)
}

func (f *Found) warn(format string, args ...any) {
	f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
}
