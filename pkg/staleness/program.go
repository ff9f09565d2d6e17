package staleness

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Program returns the version of the program called name at path, as [hub.VersionIn]
// finds it in the output; empty if there is none. It asks each program once, within
// bounded time. asked is false if hub must not start programs and no run has asked this
// one. The error says that hub lacked a resource, or that the query was stopped.
func (p *Prints) Program(name, path string) (version string, asked bool, err error) {
	for _, question := range p.questions(name) {
		text, known, err := p.once(strings.Join(append([]string{path}, question...), "\x00"), func() (string, bool, error) {
			return p.ask(p.ctx, path, append([]string{name}, question...))
		})
		if err != nil {
			return "", false, fmt.Errorf("querying the version of %s: %w", name, err)
		}
		asked = asked || known
		if version = hub.VersionIn(strings.TrimSuffix(filepath.Base(name), ".exe"), text); version != "" {
			return version, true, nil
		}
	}
	if !asked {
		_, _, err = p.once("unasked\x00"+path, func() (string, bool, error) {
			p.Warn("the version of %s is unknown: hub asks a program only when it runs something, and has not asked this one yet", name)
			return "", false, nil
		})
	}
	return "", asked, err
}

// questions returns the arguments with which a program may be asked for its version: as
// a runner does, else as most programs understand.
//
// Note: it does not try the argument version, which a program may take for a file or a
// target.
func (p *Prints) questions(name string) [][]string {
	for _, runner := range slices.Sorted(maps.Keys(p.Runners)) {
		if argv := p.Runners[runner].Version; len(argv) > 0 && argv[0] == name {
			return [][]string{argv[1:]}
		}
	}
	return [][]string{{"--version"}, {"-version"}, {"-V"}}
}

// Question returns, for messages, the command that asks a program for its version.
func (p *Prints) Question(name string) string {
	return cmp.Or(name, "it") + " " + strings.Join(p.questions(name)[0], " ")
}
