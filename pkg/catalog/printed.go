package catalog

import "fmt"

// maxPrinted bounds the findings that a command prints beside its answer.
const maxPrinted = 20

// Printed returns what was found in the metadata of examples, one line each, as
// commands print it beside their answer: the warnings, or what makes examples errors.
// The lines are at most 20, and one that counts the rest.
func (c *Catalog) Printed(warnings bool) (lines []string) {
	n, kind := 0, ""
	if warnings {
		kind = "warning: "
	}
	for _, f := range c.Findings {
		if f.Warning != warnings {
			continue
		}
		if n++; n <= maxPrinted {
			lines = append(lines, kind+f.String())
		}
	}
	if more := n - maxPrinted; more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more; 'hub config check' lists all of them", more))
	}
	return lines
}

// LeftOut returns a line for each source with files that look like programs but are
// no examples.
func (c *Catalog) LeftOut() (lines []string) {
	for i := range c.Shapes {
		if text := c.Shapes[i].LeftOut(); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}
