package catalog

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestSharedDocNames(t *testing.T) {
	of := func(names ...string) []hub.Example {
		var out []hub.Example
		for i, name := range names {
			id := fmt.Sprintf("g/%d.sh", i)
			out = append(out, hub.Example{ID: id, Path: id, Group: "g", DocName: name})
		}
		return out
	}
	texts := func(problems []Problem) (out []string) {
		for _, p := range problems {
			assert.False(t, p.Incomplete)
			out = append(out, p.String())
		}
		return out
	}
	assert.Empty(t, sharedDocNames(of("a", "", "b", "")))
	assert.Equal(t, []string{
		`g/3.sh: docname "b" belongs to several examples, so no reference can use it: g/1.sh, g/3.sh`,
		`g/4.sh: docname "a" belongs to several examples, so no reference can use it: g/0.sh, g/4.sh`,
	}, texts(sharedDocNames(of("a", "b", "c", "b", "a"))))
	assert.Equal(t, []string{`g/1.sh: docname "a" belongs to several examples, so no reference can use it: g/0.sh, g/1.sh, g/2.sh, g/3.sh, g/4.sh, 2 more`},
		texts(sharedDocNames(of("a", "a", "a", "a", "a", "a", "a"))))
	many := texts(sharedDocNames(of("a", "b", "c", "d", "e", "f", "g", "a", "b", "c", "d", "e", "f", "g")))
	assert.Len(t, many, maxDocNames+1)
	assert.Equal(t, "2 more docnames belong to several examples", many[maxDocNames])
}
