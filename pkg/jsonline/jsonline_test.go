package jsonline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// reference returns a value as encoding/json encodes it.
func reference(t *testing.T, f Form, v any) string {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(f == HTML)
	require.NoError(t, enc.Encode(v))
	return buf.String()
}

// Every field of an event, an example and a result, with any value, is encoded like
// encoding/json would. The test fails if a field is added to a type but not to its
// encoder.
func TestNounsAreWrittenAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		for _, f := range []Form{Plain, HTML} {
			var event hub.Event
			fill(random, reflect.ValueOf(&event).Elem(), 3)
			got, err := f.Event(nil, &event)
			require.NoError(t, err)
			require.Equal(t, reference(t, f, &event), string(got))
			parsesEqually(t, got)
			var example hub.Example
			fill(random, reflect.ValueOf(&example).Elem(), 3)
			got, err = f.Example(nil, &example)
			require.NoError(t, err)
			require.Equal(t, reference(t, f, &example), string(got)+"\n")
			var result hub.Result
			fill(random, reflect.ValueOf(&result).Elem(), 3)
			got, err = f.Result(nil, &result)
			require.NoError(t, err)
			require.Equal(t, reference(t, f, &result), string(got)+"\n")
		}
	}
}

// A plan that is long enough to make room for is the same.
func TestALongPlanIsWrittenAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 40 {
		e := hub.Event{Type: hub.EventRunStarted, Run: &hub.RunHeader{Sealed: n%2 == 0, Plan: make([]hub.Example, n)}}
		for i := range e.Run.Plan {
			fill(random, reflect.ValueOf(&e.Run.Plan[i]).Elem(), 3)
		}
		got, err := Plain.Event(nil, &e)
		require.NoError(t, err)
		require.Equal(t, reference(t, Plain, &e), string(got))
	}
}

// So is one that is written beside the statuses before it.
func TestALongHeaderIsWrittenAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{many - 1, many, many + 1} {
		e := hub.Event{Type: hub.EventRunStarted, Run: &hub.RunHeader{Sealed: true, Plan: make([]hub.Example, 100), Previous: map[string]hub.Status{}}}
		for i := range e.Run.Plan {
			fill(random, reflect.ValueOf(&e.Run.Plan[i]).Elem(), 3)
		}
		for i := range n {
			e.Run.Previous[fmt.Sprintf("examples/%d", i)] = hub.StatusCompleted
		}
		got, err := Plain.Event(nil, &e)
		require.NoError(t, err)
		require.Equal(t, reference(t, Plain, &e), string(got))
		e.Run.Plan = nil
		got, err = Plain.Event(nil, &e)
		require.NoError(t, err)
		require.Equal(t, reference(t, Plain, &e), string(got))
	}
}

// pieces counts the writes, and fails from one of them on.
type pieces struct {
	bytes.Buffer
	writes, fail int
}

func (p *pieces) Write(b []byte) (int, error) {
	if p.writes++; p.writes == p.fail {
		return 0, io.ErrShortWrite
	}
	return p.Buffer.Write(b)
}

// The line of a long plan is the same, and no piece of it is long.
func TestEventsAreWrittenInPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 20, 5000} {
		e := hub.Event{Type: hub.EventRunStarted, Run: &hub.RunHeader{Sealed: true, Plan: make([]hub.Example, n)}}
		for i := range e.Run.Plan {
			fill(random, reflect.ValueOf(&e.Run.Plan[i]).Elem(), 3)
		}
		var out pieces
		require.NoError(t, Plain.WriteEvent(&out, &e))
		want, err := Plain.Event(nil, &e)
		require.NoError(t, err)
		require.Equal(t, string(want), out.String())
		require.LessOrEqual(t, out.writes, 1+len(want)/piece)
		if n == 5000 {
			require.GreaterOrEqual(t, out.writes, 3)
			require.ErrorIs(t, Plain.WriteEvent(&pieces{fail: 2}, &e), io.ErrShortWrite)
		}
	}
	var out pieces
	require.Error(t, Plain.WriteEvent(&out, &hub.Event{Run: &hub.RunHeader{Started: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)}}))
	require.Zero(t, out.writes)
}

func TestWhatJSONCannotHoldIsAnError(t *testing.T) {
	_, err := Plain.Result(nil, &hub.Result{Seconds: math.NaN()})
	require.Error(t, err)
	_, err = Plain.Event(nil, &hub.Event{Run: &hub.RunHeader{Started: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), Plan: []hub.Example{{}}}})
	require.Error(t, err)
}

// fill sets every other field below v to random values; lists have up to two
// elements.
func fill(random *rand.Rand, v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(random.Int64N(1e10), random.Int64N(1e9)).UTC()))
		return
	case time.Duration:
		v.SetInt(random.Int64N(1e12))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() && random.IntN(2) == 0 {
				fill(random, field, depth)
			}
		}
	case reflect.Pointer:
		if depth > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(random, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), random.IntN(3), 3))
			for i := range v.Len() {
				fill(random, v.Index(i), depth-1)
			}
		}
	case reflect.Map:
		if depth > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range random.IntN(4) {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				fill(random, key, depth-1)
				fill(random, value, depth-1)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.String:
		v.SetString(texts[random.IntN(len(texts))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(random.Int64() - random.Int64())
	case reflect.Float64:
		v.SetFloat(floats[random.IntN(len(floats))])
	}
}

var texts = []string{
	"", "plain", "a <b> & \"c\"\\\n\r\t\b\f\x00\x1f\x7f", "\u2028 \u2029 \u2027", "é 世界 😀", "\xff\xfe half \xe4\xb8",
	"\ufffd itself", "\x1b[31mred\x1b[0m",
}

var floats = []float64{0, 1, -1, 0.000001, 0.0000009, 1e20, 1e21, 1.25, 123456.789012, -3e-9, 5e-324}

// Any string is encoded like encoding/json would.
func FuzzText(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, form := range []Form{Plain, HTML} {
			require.Equal(t, reference(t, form, s), string(form.text(nil, s))+"\n")
		}
	})
}
