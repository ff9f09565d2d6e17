package planfile

import (
	"encoding/json"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// decodeExample decodes the line of an example. Nearly all have one form, which is read in
// a tenth of the time of encoding/json: a merge reads the whole plan.
func decodeExample(text []byte) (Example, error) {
	if x, ok := parseExample(text); ok {
		return x, nil
	}
	var x Example
	err := json.Unmarshal(text, &x)
	return x, err
}

// parseExample decodes a line of the form that [Part.write] writes for an example without
// a fault. ok is false for all others, valid or not.
func parseExample(text []byte) (x Example, ok bool) {
	in := jsonline.FieldsOf(text)
	in.Must(`{"type":`)
	x.Type = in.Text(lineExample)
	in.Must(`,"index":`)
	x.Index = in.Number()
	in.Must(`,"path":`)
	x.Path = in.Text("")
	in.Must(`,"source":`)
	x.Source = in.Number()
	if in.Skip(`,"pathId":`) {
		x.PathID = in.Text(x.Path)
	}
	if in.Skip(`,"siblings":`) {
		x.Siblings = in.Text("")
	}
	x.Named = in.Skip(`,"named":true`)
	in.Must(`,"item":`)
	x.Item = hub.PlanItem(in.Text(""))
	in.Must(`,"content":`)
	x.Content = in.Text("")
	x.Files = in.Texts(`,"files":[`)
	in.Must(`,"seconds":`)
	x.Seconds = in.Seconds()
	x.Assumed = in.Skip(`,"assumed":true`)
	if in.Skip(`,"previous":`) {
		x.Previous = hub.Status(in.Text(string(hub.StatusCompleted)))
	}
	in.Must("}")
	in.Skip("\n")
	return x, in.Whole()
}
