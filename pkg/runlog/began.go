package runlog

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// event is a line of a log. The examples of a run are most of a log's first line.
type event struct {
	hub.Event
	Run *struct {
		hub.RunHeader
		Plan []json.RawMessage `json:"plan"`
	} `json:"run"`
}

var planKey = []byte(`"plan":[`)

// began decodes the line of a run-started event as unmarshal does, if its examples are of
// the form that most have: they are parsed once, and not by encoding/json. ok is false for
// all other lines, valid or not.
func began(line []byte) (e hub.Event, plan []json.RawMessage, ok bool) {
	at := bytes.Index(line, planKey)
	if at < 0 {
		return hub.Event{}, nil, false
	}
	at += len(planKey) - 1
	examples, texts, size, ok := jsonline.ParseExamples(line[at:])
	if !ok {
		return hub.Event{}, nil, false
	}
	// As in [Reader.decodeLine]: the rest of the line has one item that nobody can guess
	// instead of the array. If that is what the plan is decoded to, the array is.
	mark := `"` + rand.Text() + `"`
	var rest event
	err := json.Unmarshal(slices.Concat(line[:at], []byte("["+mark+"]"), line[at+size:]), &rest)
	if err != nil || rest.Run == nil || len(rest.Run.Plan) != 1 || string(rest.Run.Plan[0]) != mark {
		return hub.Event{}, nil, false
	}
	e, e.Run = rest.Event, &rest.Run.RunHeader
	e.Run.Plan, plan = examples, make([]json.RawMessage, len(texts))
	for i, text := range texts {
		plan[i] = text
	}
	return e, plan, true
}
