package config

import "strconv"

// Group titles and orders one group of examples.
type Group struct {
	ID     string   `yaml:"id" check:"name" doc:"The group's name in filters and reports."`
	Title  string   `yaml:"title" doc:"The group's name for people."`
	Match  []string `yaml:"match" check:"glob" doc:"Globs of entry files that belong to the group, relative to their source or to the project's root."`
	Around `yaml:",inline"`
}

func (c *Config) checkGroups(p *problems) {
	first := map[string]int{}
	for i, g := range c.Groups {
		at := "groups[" + strconv.Itoa(i) + "]"
		p.checkAround(at, g.Around)
		if g.ID == "" && !c.positions.Given(at+".id") {
			p.add(at, "has no id")
		}
		if j, twice := first[g.ID]; twice && g.ID != "" {
			p.add(at+".id", "the group %q is there twice, first as groups[%d] in line %d", g.ID, j, c.positions.Nearest("groups["+strconv.Itoa(j)+"].id").Line)
		} else {
			first[g.ID] = i
		}
	}
}
