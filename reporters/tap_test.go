package reporters

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

func newRand() *rand.Rand { return rand.New(rand.NewPCG(3, 4)) }

// tapPoint is one test point, as parsed by parseTAP.
type tapPoint struct {
	ok         bool
	name       string
	skip, todo string
	time       float64
	diag       map[string]any
}

var tapLine = regexp.MustCompile(`^(not )?ok (\d+) - ([^#]*[^# ])(?: # (SKIP|TODO) (.*))?$`)

// parseTAP parses a document strictly: every line must be valid TAP.
func parseTAP(t testing.TB, text string) (points []tapPoint, bail string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "TAP version 13", lines[0])
	var plan int
	_, err := fmt.Sscanf(lines[1], "1..%d", &plan)
	require.NoError(t, err)
	for i := 2; i < len(lines); i++ {
		l := lines[i]
		switch {
		case strings.HasPrefix(l, "# "):
		case strings.HasPrefix(l, "Bail out! "):
			bail = l[len("Bail out! "):]
			require.Equal(t, len(lines)-1, i, "nothing follows")
		case l == "  ---":
			var block strings.Builder
			for i++; lines[i] != "  ..."; i++ {
				require.True(t, strings.HasPrefix(lines[i], "  "), "%q", lines[i])
				block.WriteString(lines[i][2:] + "\n")
			}
			p := &points[len(points)-1]
			require.NoError(t, yaml.Unmarshal([]byte(block.String()), &p.diag), block.String())
			p.time = p.diag["duration_ms"].(float64)
		default:
			m := tapLine.FindStringSubmatch(l)
			require.NotNil(t, m, "%q", l)
			require.Equal(t, fmt.Sprint(len(points)+1), m[2])
			p := tapPoint{ok: m[1] == "", name: m[3]}
			switch m[4] {
			case "SKIP":
				p.skip = m[5]
			case "TODO":
				p.todo = m[5]
			}
			points = append(points, p)
		}
	}
	require.Len(t, points, plan)
	return points, bail
}

func TestTAPOfEveryKind(t *testing.T) {
	points, bail := parseTAP(t, written(t, "tap", sample.Every(t)))
	require.Len(t, points, 44)
	assert.Empty(t, bail, "the results show it")
	by := map[string]tapPoint{}
	for _, p := range points {
		by[p.name] = p
	}
	assert.Equal(t, tapPoint{ok: true, name: "basics/hello", time: 125, diag: map[string]any{
		"hub_status": "completed", "id": "basics/hello", "title": by["basics/hello"].diag["title"], "file": "examples/basics/hello/run.py", "duration_ms": 125.0,
	}}, by["basics/hello"])
	assert.Equal(t, "needs OPENAI_API_KEY", by["llm/nokey"].skip)
	assert.True(t, by["llm/nokey"].ok)
	assert.False(t, by["llm/allowed"].ok)
	assert.Equal(t, "allowed failure until 2027-01-31: auth: 401 Unauthorized", by["llm/allowed"].todo)
	assert.Equal(t, 1500.0, by["llm/allowed"].time)
	assert.Equal(t, "examples/basics/wrong/run.py:12", by["basics/wrong"].diag["at"])
	assert.False(t, by["odd/later"].ok, "it was not run, and the run was cut off")
	assert.Equal(t, []any{"printed nothing"}, []any{by["llm/hollow"].diag["doubtful"]})
}

// The document leads to the verdict of the run.
func TestTAPAgreesWithTheVerdict(t *testing.T) {
	rnd := newRand()
	for range 500 {
		run := sample.Any(rnd)
		points, bail := parseTAP(t, written(t, "tap", run))
		green := bail == ""
		for _, p := range points {
			green = green && (p.ok || p.todo != "")
		}
		v := run.Verdict()
		require.Equal(t, run.Passed(), green, "%s: %+v", v, run)
	}
}

func FuzzTAP(f *testing.F) {
	f.Add(sample.Hostile, "a/b", "message", 0.5)
	f.Add("\x1b]0;t\ufeff", "x # SKIP y {", "# TODO {", math.NaN())
	f.Add("...\n---\n\tx: |", `a\`, "\\# time=3", -1.0)
	f.Fuzz(func(t *testing.T, output, id, message string, seconds float64) {
		run := sample.Odd(output, id, message, seconds)
		points, bail := parseTAP(t, written(t, "tap", run))
		if points[0].ok || !points[1].ok || points[2].skip == "" || bail != "" {
			t.Fatalf("%+v %q", points, bail)
		}
		if want := sanitize.Line(run.Plan[0].ID); want != "" {
			if name := strings.ReplaceAll(want, "#", "\uff03"); len(name) < 1000 && points[0].name != name {
				t.Fatalf("%q became %q", name, points[0].name)
			}
		}
	})
}
