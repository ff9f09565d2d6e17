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
	names := map[string]string{} // what many examples have in common, once
	share := func(texts ...*string) {
		for _, t := range texts {
			if _, ok := names[*t]; !ok {
				names[*t] = *t
			}
			*t = names[*t]
		}
	}
	for i := range where {
		at := m.from + int32(i)
		if where[i].log == nil {
			if err := m.plain(at); err != nil {
				return err
			}
			continue
		}
		text, err := files.read(where[i].log, &where[i].log.examples[where[i].i])
		if err == nil {
			m.Header.Plan[i], err = runlog.Example(text)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", where[i].log.shown, err)
		}
		ex := &m.Header.Plan[i]
		share(&ex.Group, &ex.GroupTitle, &ex.Runner, &ex.Rules)
		if ex.ID = m.survey.items[at].ID(); ex.Path == ex.ID {
			ex.Path = ex.ID
		}
	}
	slices.SortFunc(m.Header.Plan, func(a, b hub.Example) int { return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.ID, b.ID)) })
	return nil
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
		k := from + int32(i) - m.from
		if k >= 0 && int(k) < len(m.Header.Plan) && m.Header.Plan[k].ID == "" {
			name := strings.TrimSuffix(path.Base(x.Path), path.Ext(x.Path))
			m.Header.Plan[k] = hub.Example{Index: x.Index, ID: x.Item.ID(), PathID: x.PathID, Path: x.Path, Name: name, Fault: x.Fault}
		}
	}
	return nil
}
