package runlog

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// headers are beginnings of logs, some of them damaged.
var headers = []string{
	`{"type":"run-started","run":{"id":"a","planItems":["a b one","a b two"],"plan":[]}}`,
	`{"type":"run-started","run":{"id":"a","planItems":["a b one","a b two"],"plan":[{"id":"one"}]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b three"],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b two",],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one""a b two"],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b two"]],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b two"`,
	`{"type":"run-started","run":{"planItems":["a b one",null],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one",7],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":[],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a\u0062\"c\\","\ud800"],"plan":[]}}`,
	"{\"type\":\"run-started\",\"run\":{\"planItems\":[\"a\xff\"],\"plan\":[]}}",
	"{\"type\":\"run-started\",\"run\":{\"planItems\":[\"a\tb\"],\"plan\":[]}}",
	`{"type":"run-started","run":{"planItems":["a b one","a b two"],"PLANITEMS":["other"],"plan":[]}}`,
	`{"type":"run-started","run":{"PlanItems":["other","x"],"planItems":["a b one","a b two"],"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b two"],"planItems":["other"],"plan":[]}}`,
	`{"type":"run-started","planItems":["a b one","a b two"],"run":{"plan":[]}}`,
	`{"type":"run-started","run":{"planItems":["a b one","a b two"],"plan":[]},"Run":null}`,
	`{"type":"run-started","run":{"id":"\"planItems\":[\"a b one\",\"a b two\"]","plan":[]}}`,
	`{"type":"run-started","run":{"id":"x\"planItems":["a b one","a b two"],"plan":[]}}`,
	`{"type":"run-started","run":{"schemaVersion":99,"planItems":["a b one","a b two"],"plan":[]}}`,
	`{"type":"new","run":{"planItems":["a b one","a b two"],"plan":[]}}`,
	`{"type":"problem","run":{"planItems":["a b one","a b two"],"plan":[]}}`,
}

// A reader decodes any line as if it were the first one that it reads.
func FuzzReader(f *testing.F) {
	for i, line := range headers {
		f.Add(headers[0], line)
		f.Add(line, headers[(i+1)%len(headers)])
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		var r Reader
		for _, text := range []string{one, two, one, two} {
			line := []byte(text + strings.Repeat(" ", longPlan))
			want, _, good, wantErr := decodeLine(line)
			got, _, ok, err := r.decodeLine(line)
			require.Equal(t, good, ok)
			require.Equal(t, wantErr, err)
			if ok {
				require.Equal(t, want, got)
			}
		}
	})
}

// The logs of the shards of a plan share its items.
func TestReaderSharesPlans(t *testing.T) {
	dir := t.TempDir()
	items := make([]hub.PlanItem, 2000)
	for i := range items {
		items[i] = hub.PlanItem(fmt.Sprintf("0123456789abcdef 0123456789abcdef examples/%d \"é\"", i))
	}
	var r Reader
	var runs []hub.Run
	for i := range 3 {
		var text bytes.Buffer
		h := hub.RunHeader{ID: IDAt(time.Unix(int64(i), 0), "abcd"), Shard: &hub.Shard{Index: i + 1, Total: 3}, PlanItems: items}
		enc := NewEncoder(&text)
		require.NoError(t, enc.Encode(hub.Event{Type: hub.EventRunStarted, Run: &h}))
		require.NoError(t, enc.Encode(hub.Event{Type: hub.EventRunFinished, End: &hub.RunEnd{Reason: hub.EndFinished}}))
		path := filepath.Join(dir, fmt.Sprint(i))
		require.NoError(t, os.WriteFile(path, text.Bytes(), 0o600))
		log, err := r.Read(path)
		require.NoError(t, err)
		alone, err := Read(path)
		require.NoError(t, err)
		require.Equal(t, alone, log)
		runs = append(runs, log.Run)
	}
	require.Same(t, &runs[0].PlanItems[0], &runs[2].PlanItems[0])
}

// Any damage to a header is found.
func TestReaderFindsAllDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const bytes = `"",:[]{}\nul1 planItems`
	var r Reader
	for range 500 {
		line := []byte(headers[random.IntN(len(headers))] + strings.Repeat(" ", longPlan))
		for range random.IntN(4) {
			at := random.IntN(140)
			line = slices.Concat(line[:at], []byte{bytes[random.IntN(len(bytes))]}, line[at+random.IntN(3):])
		}
		want, _, good, wantErr := decodeLine(line)
		got, _, ok, err := r.decodeLine(line)
		require.Equal(t, good, ok, "%s", line)
		require.Equal(t, wantErr, err)
		if ok {
			require.Equal(t, want, got, "%s", line)
		}
	}
}
