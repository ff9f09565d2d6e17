package merge

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// describe sets the plan of the header: each example as a log describes it, else with
// what the plan file says.
func (m *Whole) describe() error {
	where := make([]choice, m.to-m.from)
	for _, l := range m.w.logs {
		for i, p := range l.examples {
			if p.at >= m.from && p.at < m.to && (where[p.at-m.from].log == nil || m.w.chosen[p.at].log == l) {
				where[p.at-m.from] = choice{l, int32(i)}
			}
		}
	}
	files := m.survey.opened()
	defer files.close()
	m.Header.Plan = make([]hub.Example, len(where))
	m.rank()
	names := shared{}
	for i := range where {
		at := m.from + int32(i)
		if where[i].log == nil {
			if err := m.plain(at); err != nil {
				return err
			}
			continue
		}
		ex := m.example(at)
		text, err := files.read(where[i].log, &where[i].log.examples[where[i].i])
		if err == nil {
			*ex, err = runlog.Example(text)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", where[i].log.shown, err)
		}
		ex.ID = m.survey.items[at].ID()
		names.lighten(ex)
	}
	plan := m.Header.Plan
	inOrder := func(a, b hub.Example) int { return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.ID, b.ID)) }
	if slices.IsSortedFunc(plan, inOrder) {
		return nil
	}
	slices.SortFunc(plan, inOrder)
	for i := range plan { // logs may know other indexes than the plan
		m.ranks[m.survey.at[plan[i].ID]-m.from] = int32(i)
	}
	return nil
}

// rank sets the places in the header's plan, in catalog order by the plan file.
func (m *Whole) rank() {
	s, order := m.survey, make([]int32, m.to-m.from)
	for i := range order {
		order[i] = m.from + int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if by := cmp.Compare(s.index[a], s.index[b]); by != 0 {
			return by
		}
		return cmp.Compare(s.items[a].ID(), s.items[b].ID())
	})
	m.ranks = make([]int32, len(order))
	for place, at := range order {
		m.ranks[at-m.from] = int32(place)
	}
}

// example returns the example at a position in the header's plan.
func (m *Whole) example(at int32) *hub.Example { return &m.Header.Plan[m.ranks[at-m.from]] }

// shared holds texts that many examples have in common, once.
type shared map[string]string

func (s shared) one(text string) string {
	if _, ok := s[text]; !ok {
		s[text] = text
	}
	return s[text]
}

// lighten makes texts that the example has twice, or in common with others, one text.
func (s shared) lighten(ex *hub.Example) {
	for _, text := range [...]*string{&ex.Group, &ex.GroupTitle, &ex.Runner, &ex.Rules} {
		*text = s.one(*text)
	}
	if ex.Path == ex.ID {
		ex.Path = ex.ID
	}
	if i := strings.LastIndex(ex.Path, ex.Name); i >= 0 {
		ex.Name = ex.Path[i : i+len(ex.Name)]
	}
	if ex.Title == ex.Name {
		ex.Title = ex.Name
	}
	const short = 8 // such as the name of an interpreter
	for i, arg := range ex.Argv {
		switch {
		case arg == ex.Path:
			ex.Argv[i] = ex.Path
		case len(arg) <= short:
			ex.Argv[i] = s.one(arg)
		}
	}
}

// plain describes an example by what the plan file says of it.
func (m *Whole) plain(at int32) error {
	index := m.survey.partOf(at)
	part, err := m.survey.file.Part(index)
	if err != nil {
		return err
	}
	from := m.survey.first[index-1]
	for i, x := range part.Examples { // and the others of the part, which may lack a log as well
		if k := from + int32(i); k >= m.from && k < m.to && m.example(k).ID == "" {
			name := strings.TrimSuffix(path.Base(x.Path), path.Ext(x.Path))
			*m.example(k) = hub.Example{Index: x.Index, ID: x.Item.ID(), PathID: x.PathID, Path: x.Path, Name: name, Fault: x.Fault}
		}
	}
	return nil
}
