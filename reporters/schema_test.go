package reporters

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
	"github.com/seed-00a9b34c/hub/pkg/schema/jsontypes"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// reportDocument is report.json as one type.
type reportDocument struct {
	report
	// Plan holds the selected examples of this shard in catalog order.
	Plan []hub.Example `json:"plan"`
	// Results holds one result for every example of plan, in the same order.
	Results []hub.Result `json:"results"`
	// Causes are what the errors among results have in common, allowed failures included:
	// the cause of most of them first, equal ones in catalog order. Each error has one.
	Causes []cause.Group `json:"causes,omitempty"`
	// Steps are the commands of setups and teardowns in the order of their ends.
	Steps []hub.Step `json:"steps,omitempty"`
	// Spans are what hub itself did before the examples ended, in the order of their events.
	Spans []hub.Span `json:"spans,omitempty"`
	// Problems are the recorded problems outside the examples, in the order of their
	// events. FailedSteps also has the failed steps.
	Problems []hub.Problem `json:"problems,omitempty"`
}

func TestSchemaIsFresh(t *testing.T) {
	text, err := jsontypes.Schema(reflect.TypeFor[reportDocument](), jsontypes.Options{
		Title:       "report.json",
		File:        "reporters/report.schema.json",
		Description: "One run of hub, whole: every other report can be made of it. Readers pass over fields that they do not know; schemaVersion grows when one of the old form could misread a new one.",
		Dir: func(path string) string {
			return filepath.Join("..", filepath.FromSlash(strings.TrimPrefix(path, "github.com/seed-00a9b34c/hub/")))
		},
		Types: map[reflect.Type]schema.Object{
			reflect.TypeFor[hub.Date](): {"type": "string", "format": "date"},
		},
		Closed: []reflect.Type{reflect.TypeFor[hub.Status](), reflect.TypeFor[hub.Verdict]()},
		Fields: map[string]schema.Object{"report.schemaVersion": {"const": hub.SchemaVersion}},
	})
	require.NoError(t, err)
	sample.Golden(t, "report.schema.json", string(text))
}

func TestReportsAreValid(t *testing.T) {
	open, strict := schematest.Compile(t, Schema()), schematest.CompileClosed(t, Schema())
	sharded := sample.Every(t)
	sharded.Shard = &hub.Shard{Index: 1, Total: 2}
	for name, run := range map[string]*hub.Run{
		"every kind": sample.Every(t), "ended well": sample.EndedWell(), "good": sample.AllGood(3), "sharded": sharded, "failed steps": sample.WithFailedSteps(), "spans": sample.Cases()[0].Run, "problems": withProblems(),
		"nothing": {RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion}, End: hub.RunEnd{Reason: hub.EndFinished}},
	} {
		text := written(t, "json", run)
		assert.NoError(t, schematest.Validate(open, []byte(text)), name)
		assert.NoError(t, schematest.Validate(strict, []byte(text)), name)
	}
}

func TestSchemaRefusesMutatedReports(t *testing.T) {
	whole := schematest.Compile(t, Schema())
	good := written(t, "json", sample.Every(t))
	for _, tt := range [][2]string{
		{`{"schemaVersion":2,`, `{"schemaVersion":3,`},
		{`{"schemaVersion":2,`, `{`},
		{`"verdict":"interrupted"`, `"verdict":"green"`},
		{`"status":"completed"`, `"status":"passed"`},
		{`"type":"assertion"`, `"type":"Assertion Error"`},
		{`"started":"2026-03-14T09:26:53.589Z"`, `"started":"yesterday"`},
		{`"seconds":83.25`, `"seconds":"83.25"`},
		{`"results":[`, `"result":[`},
		{`"workers":4`, `"workers":4.5`},
		{`"until":"2027-01-31"`, `"until":"soon"`},
		{`"plan":[`, `"plan":[null,`},
		{`"previous":{`, `"previous":{"x":"good",`},
		{`"exitCode":1`, `"exit":1`},
	} {
		bad := strings.Replace(good, tt[0], tt[1], 1)
		require.NotEqual(t, good, bad, tt[0])
		assert.Error(t, schematest.Validate(whole, []byte(bad)), "%s", tt[1])
	}
	// Additional fields are valid.
	assert.NoError(t, schematest.Validate(whole, []byte(strings.Replace(good, `"workers":4`, `"workers":4,"new":[]`, 1))))
	assert.NoError(t, schematest.Validate(whole, []byte(strings.Replace(good, `"type":"assertion"`, `"type":"a_new_type"`, 1))))
}

func TestAjvValidatesReports(t *testing.T) {
	documents, errors := ajvErrors(t, reportFile(t, "json", sample.Every(t)), "report.schema.json")
	assert.Equal(t, 1, documents)
	assert.Empty(t, errors)
}
