package catalog

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// command chooses the runner, and expands its command and build.
func (d *describer) command(dr *draft, f *entry) {
	e := dr.example
	name, byLine, wrong := d.runner(dr, f)
	if wrong != nil {
		if e.Invalid == nil {
			e.Invalid = wrong
		}
		return
	}
	e.Runner = name
	r := d.runners.runners[name]
	if byLine {
		r, e.Interpreter = d.runners.byLine(name, *f.interpreter)
	}
	file, dir := d.paths(e, f)
	e.Argv = expandCommand(r.Command, file, dir, e.Settings.Args)
	switch {
	case len(r.Build) == 0:
	case r.BuildsInPlace():
		e.Build, e.BuildDir = expandCommand(r.Build, file, dir, nil), d.cfg.Root
		if e.Settings.Workdir == hub.WorkdirExample || e.Settings.Workdir == hub.WorkdirCopy {
			e.BuildDir = filepath.Dir(f.path)
		}
	default:
		e.Build, e.BuildDir = d.build(r.Build, f.path), filepath.Dir(f.path)
	}
}

// runner returns the name of the runner: from the settings, the source, the #!
// line or the file name, in this order.
func (d *describer) runner(dr *draft, f *entry) (name string, byLine bool, wrong *hub.Error) {
	e := dr.example
	if name = firstOf(e.Settings.Runner, f.source.Runner); name != "" {
		if _, ok := d.runners.runners[name]; ok {
			return name, false, nil
		}
		m := dr.own()
		where := m.runner
		if where.file == "" {
			where.file = e.Path
		}
		m.fail(where.file, where.line, where.column, fmt.Sprintf("unknown runner %q%s", name, nearest.DidYouMean(name, d.runners.names)))
		return "", false, m.invalid
	}
	if f.interpreter != nil {
		if name, ok := d.runners.byInterpreter(*f.interpreter); ok {
			return name, true, nil
		}
		return hub.Printable(f.interpreter.Name), true, nil
	}
	if name, ok := d.runners.byName(path.Base(f.rel)); ok {
		return name, false, nil
	}
	return "", false, &hub.Error{Type: hub.ErrMissingRunner, File: e.Path,
		Message: fmt.Sprintf("no runner for %s; set runner: in its front matter, its %s or hub.yaml", e.Path, SidecarName)}
}

// paths returns the values of {file} and {dir} in the example's command:
// relative to the folder in which it runs, or absolute if that is the project's
// root and the file is outside.
func (d *describer) paths(e *hub.Example, f *entry) (file, dir string) {
	switch {
	case e.Settings.Workdir == hub.WorkdirExample || e.Settings.Workdir == hub.WorkdirCopy:
		file, dir = filepath.Base(f.path), "."
	case f.source.outside:
		file, dir = f.path, filepath.Dir(f.path)
	default:
		file = filepath.FromSlash(f.slash())
		dir = filepath.Dir(file)
	}
	return plainArgument(file), plainArgument(dir)
}

// plainArgument prevents a path from being read as an option, or as a file of
// arguments.
func plainArgument(p string) string {
	if p != "" && strings.ContainsRune("-@+", rune(p[0])) {
		return "." + string(filepath.Separator) + p
	}
	return p
}

// expandCommand expands a runner's command. Inserted values are not expanded
// again, and {bin} is left to the builder. The args follow at the end, unless
// {args} says where; within a longer word they are joined by spaces.
func expandCommand(command []string, file, dir string, args []string) []string {
	argv := make([]string, 0, len(command)+len(args))
	placed := false
	for i, word := range command {
		switch {
		case word == "{args}":
			argv = append(argv, args...)
			placed = true
			continue
		case strings.Contains(word, "{args}"):
			placed = true
		case i == 0 && word == "{file}" && !strings.ContainsRune(file, filepath.Separator):
			// A program without a slash would be searched on PATH.
			word = "." + string(filepath.Separator) + word
		}
		argv = append(argv, fill(word, file, dir, args))
	}
	if !placed {
		argv = append(argv, args...)
	}
	return argv
}

// fill expands one word of a command in one pass.
func fill(word, file, dir string, args []string) string {
	switch {
	case word == "{file}":
		return file
	case word == "{bin}" || !strings.Contains(word, "{"):
		return word
	}
	return strings.NewReplacer("{file}", file, "{dir}", dir, "{args}", strings.Join(args, " ")).Replace(word)
}

// build expands a build command. It runs in the entry file's folder, so that
// the nearest go.mod, Cargo.toml or the like applies.
func (d *describer) build(command []string, path string) []string {
	files := []string{filepath.Base(path)}
	if filepath.Ext(path) == ".go" && filepath.Base(command[0]) == "go" {
		files = d.golang.target(path)
	}
	argv := make([]string, 0, len(command)+len(files))
	for _, word := range command {
		if word == "{file}" {
			for _, f := range files {
				argv = append(argv, plainArgument(f))
			}
			continue
		}
		argv = append(argv, fill(word, plainArgument(files[0]), ".", nil))
	}
	return argv
}
