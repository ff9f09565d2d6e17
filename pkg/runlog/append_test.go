package runlog

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// reference returns an event as encoding/json encodes it.
func reference(t *testing.T, e *hub.Event) string {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(e))
	return buf.String()
}

// Every field of an event, with any value, is encoded like encoding/json would.
// The test fails if a field is added to a type but not to its encoder.
func TestEventsAreWrittenAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var e hub.Event
		fill(random, reflect.ValueOf(&e).Elem(), 3)
		got, err := appendEvent(nil, &e)
		require.NoError(t, err)
		require.Equal(t, reference(t, &e), string(got))
	}
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
func FuzzAppendText(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		require.NoError(t, enc.Encode(s))
		require.Equal(t, buf.String(), string(appendText(nil, s))+"\n")
	})
}
