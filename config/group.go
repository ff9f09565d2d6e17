package config

import "strconv"

// Group gives a group of examples a title and a position.
type Group struct {
	ID     string   `yaml:"id" check:"name" doc:"Name of the group in filters and reports."`
	Title  string   `yaml:"title" doc:"Title of the group in reports."`
	Match  []string `yaml:"match" check:"glob" doc:"Globs of entry files that belong to the group, relative to the source or to the project's root."`
	Inputs []string `yaml:"inputs" check:"glob" doc:"Globs of files that the results of all examples of the group depend on, relative to the project's root; in addition to the inputs of each example."`
	Lines  `yaml:",inline"`
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
			p.add(at+".id", "duplicate group %q, first defined as groups[%d] on line %d", g.ID, j, c.positions.Nearest("groups["+strconv.Itoa(j)+"].id").Line)
		} else {
			first[g.ID] = i
		}
	}
}
