package runlog

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Reader reads several logs. The headers of the shards of a plan all contain the whole
// plan ([hub.RunHeader.PlanItems]): it is decoded once, and the runs share it, so nothing
// may change it. The zero value is ready to use. A Reader must not be used concurrently.
type Reader struct {
	plans []sharedPlan // the last ones that were used
	buf   []byte       // for the first line
}

// sharedPlan is the items of a plan, and their encoding.
type sharedPlan struct {
	text  string // the JSON array
	items []hub.PlanItem
}

const (
	// maxPlans limits the plans of a Reader. Logs of more plans cannot be merged.
	maxPlans = 4
	// longPlan is the length of a line from which it is worth the effort.
	longPlan = 64 << 10
)

var itemsKey = []byte(`"planItems":[`)

// decodeLine is the function of this name, with the items of a plan that it has had.
func (r *Reader) decodeLine(line []byte) (hub.Event, []json.RawMessage, bool, error) {
	if r == nil || len(line) < longPlan {
		return decodeLine(line)
	}
	at := bytes.Index(line, itemsKey)
	if at < 0 {
		return decodeLine(line)
	}
	at += len(itemsKey) - 1
	plan, ok := r.plan(line[at:])
	if !ok || bytes.Contains(line[at+len(plan.text):], itemsKey) {
		return decodeLine(line)
	}
	// The rest of the line has one item that nobody can guess instead of the array. If it
	// is what the line's items are decoded to, then the array is: no other field of that
	// name comes after it, and the array has strings only, which replace what came before.
	mark := rand.Text()
	rest := slices.Concat(line[:at], []byte(`["`+mark+`"]`), line[at+len(plan.text):])
	event, examples, ok, err := decodeLine(rest)
	if err != nil || !ok || event.Run == nil || len(event.Run.PlanItems) != 1 || string(event.Run.PlanItems[0]) != mark {
		return decodeLine(line)
	}
	event.Run.PlanItems = plan.items
	return event, examples, true, nil
}

// plan returns the plan whose array text begins with. ok is false if it has to be decoded
// with the line.
func (r *Reader) plan(text []byte) (plan sharedPlan, ok bool) {
	for i, p := range r.plans {
		if len(text) >= len(p.text) && string(text[:len(p.text)]) == p.text {
			return r.plans[i], true
		}
	}
	if plan, ok = decodePlan(text); ok {
		if len(r.plans) == maxPlans {
			r.plans = slices.Delete(r.plans, 0, 1)
		}
		r.plans = append(r.plans, plan)
	}
	return plan, ok
}

// decodePlan decodes an array of strings, with which text begins, if it is as dense as a
// line may be. White space between them is not expected.
func decodePlan(text []byte) (plan sharedPlan, ok bool) {
	end, n := 1, 0
	for end < len(text) && text[end] == '"' {
		size := stringEnd(text[end:])
		if end += size; size == 0 || end >= len(text) {
			return plan, false
		}
		n++
		if text[end] == ',' {
			end++
		}
		if text[end-1] != ',' {
			break
		}
	}
	if n == 0 || end >= len(text) || text[end] != ']' || text[end-1] != '"' || n > (end+1)/bytesPerElement {
		return plan, false
	}
	plan.text = string(text[:end+1])
	if !utf8.ValidString(plan.text) || strings.IndexByte(plan.text, '\\') >= 0 {
		return plan, json.Unmarshal([]byte(plan.text), &plan.items) == nil
	}
	plan.items = make([]hub.PlanItem, 0, n)
	for rest := plan.text[1:]; len(plan.items) < n; {
		size := strings.IndexByte(rest[1:], '"') + 1
		item := rest[1:size]
		if strings.ContainsFunc(item, func(c rune) bool { return c < ' ' }) {
			return plan, false // no JSON
		}
		plan.items = append(plan.items, hub.PlanItem(item))
		rest = rest[size+2:]
	}
	return plan, true
}

// stringEnd returns the length of the string with which text begins; 0 if it has no end.
func stringEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}
