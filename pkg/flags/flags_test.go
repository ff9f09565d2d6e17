package flags

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// grammar has one flag of each type.
type grammar struct {
	Text     string
	Count    Count
	Optional OptionalCount
	Number   Number
	Workers  Workers
	Duration Duration
	Require  Requirements
	Shard    Shard
	CI       System `name:"ci"`
	List     List
	Words    Words
	Past     Past
}

func parse(t *testing.T, args ...string) (g grammar, err error) {
	parser, err := kong.New(&g, Mappers(func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) })...)
	require.NoError(t, err)
	_, err = parser.Parse(args)
	return g, err
}

// An empty value is most often a variable that was not set: it counts as a flag that was
// not given, or is refused where that would widen what is chosen.
func TestEmptyValues(t *testing.T) {
	g, err := parse(t, "--text=", "--workers=", "--duration=", "--shard=", "--ci=", "--past=")
	require.NoError(t, err)
	assert.Equal(t, grammar{}, g)
	for _, arg := range []string{"--list=", "--list=a,", "--list=a,,b", "--words=", "--words= ", "--require=", "--require=env,"} {
		_, err := parse(t, arg)
		assert.ErrorIs(t, err, ErrEmpty, arg)
	}
	for _, arg := range []string{"--count=", "--number=", "--optional="} {
		_, err := parse(t, arg)
		assert.Error(t, err, arg)
	}
}

func TestRepeatedFlagsAreJoined(t *testing.T) {
	g, err := parse(t, "--list=a, b", "--list=c", "--words=a,b", "--words=c", "--require=env", "--require=os")
	require.NoError(t, err)
	assert.Equal(t, List{"a", "b", "c"}, g.List)
	assert.Equal(t, Words{"a,b", "c"}, g.Words)
	assert.Len(t, g.Require, 2)
}

func TestTextsAreExact(t *testing.T) {
	g, err := parse(t, "--text=\xff\n\"", "--words=\xff")
	require.NoError(t, err)
	assert.Equal(t, "\xff\n\"", g.Text)
	assert.Equal(t, Words{"\xff"}, g.Words)
}

func TestShardOfTheCISystem(t *testing.T) {
	g, err := parse(t, "--shard=auto")
	require.NoError(t, err)
	require.True(t, g.Shard.Given())
	environment := map[string]string{"CIRCLECI": "true", "CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "4"}
	told := ""
	part, err := g.Shard.Resolve(func(name string) string { return environment[name] }, func(format string, _ ...any) { told = format })
	require.NoError(t, err)
	assert.Equal(t, 2, part.Index)
	assert.Equal(t, 4, part.Total)
	assert.NotEmpty(t, told)
	_, err = g.Shard.Resolve(func(string) string { return "" }, nil)
	_, asked := errors.AsType[*usage.Error](err)
	assert.True(t, asked, "%v", err)
}

// Whatever is given, a flag that is not understood names itself.
func FuzzFlags(f *testing.F) {
	for _, seed := range []string{"", "1", "-1", "auto", "1/2", "2/1", "90s", "env", "yesterday", "github", "0x10", "9999999999999999999", "a,,b", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for field := range reflect.TypeFor[grammar]().Fields() {
			name := "--" + map[bool]string{true: "ci", false: lower(field.Name)}[field.Name == "CI"]
			if _, err := parse(t, name+"="+value); err != nil {
				assert.Contains(t, err.Error(), name)
			}
		}
	})
}

func lower(name string) string { return string(name[0]|0x20) + name[1:] }
