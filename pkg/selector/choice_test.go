package selector

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// chosenIDs returns the IDs that the choice means, and the reasons of the others, each
// once.
func chosenIDs(c *catalog.Catalog, chosen *Chosen) (in, reasons string) {
	var ids, why []string
	seen := map[string]bool{}
	for i := range c.Examples {
		e := &c.Examples[i]
		reason := chosen.Left(e)
		if reason == "" {
			ids = append(ids, e.ID)
		} else if !seen[reason] {
			seen[reason] = true
			why = append(why, reason)
		}
	}
	return strings.Join(ids, " "), strings.Join(why, " · ")
}

func TestChoices(t *testing.T) {
	c, _ := repository(t)
	for name, tt := range map[string]struct {
		choice      Choice
		in, reasons string
	}{
		"a union":                 {Choice{Any: parse(t, "stem.sh", "tag:slow", "5")}, "a2 a1 s/agents/deep/two s/stem.sh", `selection: not "stem.sh", "tag:slow", "5"`},
		"without":                 {Choice{Any: parse(t, "group:agents"), Not: parse(t, "deep", "a1")}, "a2", `selection: not "group:agents" · --not: "a1" · --not: "deep"`},
		"only without":            {Choice{Not: parse(t, "1-5", "7-15")}, "a1", `--not: "1-5" · --not: "7-15"`},
		"flags narrow":            {Choice{Any: parse(t, "s/agents"), Tags: []string{"slow", "NET"}, Groups: []string{"AGENTS", "chat"}}, "a1", `selection: not "s/agents" · tag: lacks "NET" · tag: lacks "slow"`},
		"any tag, and a group":    {Choice{AnyTags: []string{"net", "slow"}, Groups: []string{"agents/deep"}}, "s/agents/deep/two", `group: not "agents/deep" · tag: none of "net", "slow"`},
		"nothing is left":         {Choice{Any: parse(t, "a1"), Not: parse(t, "tag:net")}, "", `selection: not "a1" · --not: "tag:net"`},
		"many are cut in reasons": {Choice{Any: parse(t, "1", "2", "3", "4", "5", "6", "7")}, "s/.hidden/dot.sh s/[id]/page.sh s/again/x/one.sh s/again/x/three.sh a2 a1 s/agents/deep/one", `selection: not "1", "2", "3", "4", "5" and 2 more`},
	} {
		chosen, err := tt.choice.In(c)
		require.NoError(t, err, name)
		in, reasons := chosenIDs(c, &chosen)
		assert.Equal(t, tt.in, in, name)
		for reason := range strings.SplitSeq(tt.reasons, " · ") {
			assert.Contains(t, reasons, reason, name)
		}
		assert.True(t, tt.choice.Narrow(), name)
	}
	for _, wrong := range []Choice{{Any: parse(t, "a1", "nope")}, {Not: parse(t, "nope")}, {Tags: []string{"nope"}}, {AnyTags: []string{"net", "nope"}}, {Groups: []string{"agents", "nope"}}} {
		_, err := wrong.In(c)
		_, one := errors.AsType[*Error](err)
		_, unknown := errors.AsType[*usage.Unknown](err)
		assert.True(t, one || unknown, "%+v: %v", wrong, err)
		chosen, err := wrong.In(&catalog.Catalog{})
		require.NoError(t, err, "an empty catalog knows nothing, and that is not the request's fault")
		assert.Empty(t, chosen.Notes)
	}
}

// What a SEL names runs although it is marked skip, unless another part of the choice
// leaves it out.
func TestNamedExamplesRunAlthoughTheyAreMarkedSkip(t *testing.T) {
	c, _ := repository(t)
	for sel, want := range map[string]bool{"8": true, "id:s/agents/deep/two": true, "s/agents/deep/two": true, "two/run.sh": true, "deep": false, "tag:slow": false, "7-8": false, "8-8": false, "group:agents": false, "s/agents/deep/t*": false} {
		chosen, err := (&Choice{Any: parse(t, sel)}).In(c)
		require.NoError(t, err)
		all := Unskip(c.Examples, chosen.Named())
		assert.Equal(t, want, all[7].Skip == "", sel)
		assert.Equal(t, want, len(chosen.Unskipped(c)) == 1, sel)
		examples, notes, err := (&Choice{Any: parse(t, "1", sel)}).InOrder(c)
		require.NoError(t, err)
		assert.Equal(t, want, examples[len(examples)-1].Skip == "", sel)
		assert.Equal(t, want, len(notes) == 1, sel)
	}
	assert.Equal(t, "why", c.Examples[7].Skip, "the catalog stays as it is")
	examples, notes, err := (&Choice{Any: parse(t, "8"), Not: parse(t, "tag:slow")}).InOrder(c)
	require.NoError(t, err)
	assert.Equal(t, []hub.Example{}, examples, "none, and not whatever there is")
	assert.Empty(t, notes)
}

func TestInOrderIsTheOrderOfTheSELs(t *testing.T) {
	c, _ := repository(t)
	examples, _, err := (&Choice{Any: parse(t, "stem.sh", "group:agents", "5", "1"), Not: parse(t, "deep")}).InOrder(c)
	require.NoError(t, err)
	var ids []string
	for _, e := range examples {
		ids = append(ids, e.ID)
	}
	assert.Equal(t, []string{"s/stem.sh", "a2", "a1", "s/.hidden/dot.sh"}, ids)
	_, _, err = (&Choice{Any: parse(t, "1")}).InOrder(&catalog.Catalog{})
	assert.EqualError(t, err, `no example "1": the catalog is empty`)
}

// Records without an example are chosen by what is known of them, and never change what
// a word means in the catalog.
func TestGoneExamples(t *testing.T) {
	c, _ := repository(t)
	gone := []hub.Example{{ID: "old1", Path: "s/agents/basic/old/run.sh", Group: "agents/basic"}, {ID: "s/old/stem.sh", Path: "s/old/stem.sh", Group: "old"}}
	for sel, want := range map[string]string{
		"group:agents": "old1", "s/agents": "old1", "old1": "old1", "id:old1": "old1", "tag:slow": "", "stem.sh": "", "s/old": "s/old/stem.sh", "**/stem.sh": "s/old/stem.sh", "5": "", "1-15": "", "group:old": "s/old/stem.sh",
	} {
		chosen, err := (&Choice{Any: parse(t, sel)}).In(c, gone...)
		require.NoError(t, err, sel)
		var in []string
		for i := range gone {
			if chosen.LeftGone(len(c.Examples), i) == "" {
				in = append(in, gone[i].ID)
			}
		}
		assert.Equal(t, want, strings.Join(in, " "), sel)
	}
	_, err := (&Choice{Any: parse(t, "nothing")}).In(c, gone...)
	assert.Error(t, err)
}

// A choice is the union of what its SELs mean alone, without what the others mean.
func TestAChoiceIsTheUnionOfItsParts(t *testing.T) {
	c, _ := repository(t)
	pool := []string{"1", "2-9", "a1", "bye_doc", "deep", "s/chat", "tag:slow", "group:agents", "**/x/*.sh", "id:s/chat", "stem.sh", "s/twice"}
	alone := map[string]map[string]bool{}
	for _, sel := range pool {
		chosen, err := (&Choice{Any: parse(t, sel)}).In(c)
		require.NoError(t, err)
		alone[sel] = map[string]bool{}
		for i := range c.Examples {
			alone[sel][c.Examples[i].ID] = chosen.Left(&c.Examples[i]) == ""
		}
	}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		var yes, no []string
		for _, sel := range pool {
			switch r.IntN(4) {
			case 0:
				yes = append(yes, sel)
			case 1:
				no = append(no, sel)
			}
		}
		chosen, err := (&Choice{Any: parse(t, yes...), Not: parse(t, no...)}).In(c)
		require.NoError(t, err)
		for i := range c.Examples {
			e := &c.Examples[i]
			want := len(yes) == 0
			for _, sel := range yes {
				want = want || alone[sel][e.ID]
			}
			for _, sel := range no {
				want = want && !alone[sel][e.ID]
			}
			require.Equal(t, want, chosen.Left(e) == "", "%s: %q without %q", e.ID, yes, no)
		}
	}
}

// FuzzSELs checks that any text gets an answer, and that every ID finds its example.
func FuzzSELs(f *testing.F) {
	for _, text := range []string{"", "1", "1-2", "2-1", "x3f", "./a", "a/b/..", "../../x", "\xff", "%FF", "a\x00b", "/", "[", "{a,b}", "**", "tag:", "tag:x", "id:c", "group:a", "-", "a*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := &catalog.Catalog{}
		for i, id := range []string{"a/b", "c", hub.PrintablePath(text) + "/z", hub.PrintablePath(text)} {
			if strings.TrimSpace(id) != "" {
				c.Examples = append(c.Examples, hub.Example{Index: i + 1, ID: fmt.Sprint(id), Path: id + ".sh", Name: path.Base(id), Group: id, GroupTitle: id, Tags: []string{id}})
			}
		}
		for i, e := range c.Examples {
			if c.Examples[i].Index = i + 1; byID(c, e.ID) != i {
				return // two of one ID
			}
		}
		for _, e := range c.Examples {
			got, _, err := One(c, Word(c, e.ID))
			require.NoError(t, err)
			require.Equal(t, e.ID, got.ID)
			chosen, _, err := (&Choice{Any: parse(t, Word(c, e.ID))}).InOrder(c)
			require.NoError(t, err)
			require.Len(t, chosen, 1)
			require.Equal(t, e.ID, chosen[0].ID)
		}
		if _, _, err := One(c, text); err != nil {
			require.NotEmpty(t, err.Error())
			require.IsType(t, &Error{}, err)
		}
		term, err := Parse(text)
		if err != nil {
			return
		}
		m, err := term.find(c, "/some/where")
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotEmpty(t, m.found)
		for _, i := range m.found {
			require.Less(t, i, len(c.Examples))
		}
	})
}
