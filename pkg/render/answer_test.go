package render_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/render"
)

func TestNothingIsWrittenOfWhatIsNotSound(t *testing.T) {
	for _, format := range []render.Format{render.Table, render.JSON, render.CSV, render.IDs} {
		var out bytes.Buffer
		o := render.Output{Writer: &out, Format: format, Sound: func() error { return errors.New("changed") }}
		err := o.Write(render.Answer{Rows: []struct{ A int }{{1}}, IDs: []string{"a"}, Page: func(p *render.Page) { p.Printf("a") }})
		assert.EqualError(t, err, "changed")
		assert.Empty(t, out.String())
		o.Sound = func() error { return nil }
		require.NoError(t, o.Write(render.Answer{Rows: []struct{ A int }{{1}}, IDs: []string{"a"}, Page: func(p *render.Page) { p.Printf("a") }}))
		assert.NotEmpty(t, out.String())
	}
}
