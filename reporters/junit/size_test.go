package junit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// The report of 50,000 failures stays within the GitLab limit, whatever was printed: it has
// every case and every failure, and says what is omitted.
func TestJUnitStaysBelowGitLabsLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	const n = 50_000
	run := sample.AllBad(n, strings.Repeat("a line of <output> & more\n", 100), "ValueError: expected 2 & got <3>; "+strings.Repeat("detail ", 100))
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for format, write := range map[string]func(io.Writer, *hub.Run) (string, error){"junit": Write, "junit-strict": WriteStrict} {
		peak, out := &sample.PeakWriter{}, &tee{}
		out.to[0], out.to[1] = peak, &out.text
		start := time.Now()
		note, err := write(out, run)
		require.NoError(t, err)
		t.Logf("%s: %s, %d bytes: %s", format, time.Since(start), out.text.Len(), note)
		text := out.text.String()
		require.LessOrEqual(t, len(text), 30_000_000, "the GitLab limit")
		assert.Greater(t, len(text), 15_000_000, "the room is used")
		assert.Contains(t, note, "outputs are omitted, messages are cut to ")
		assert.Equal(t, 1, strings.Count(text, note), "the note is in the report as well")
		assert.Equal(t, n, strings.Count(text, "<testcase "))
		assert.Equal(t, n, strings.Count(text, "<failure "))
		assert.Less(t, int64(peak.Heap)-int64(before.HeapAlloc), int64(250<<20), "heap while writing, the text that this test keeps included")
		if format != "junit" {
			continue
		}
		var doc sample.JUnit
		require.NoError(t, xml.Unmarshal([]byte(text), &doc))
		assert.Equal(t, [2]int{n, n}, [2]int{doc.Tests, doc.Failures})
		cases := 0
		for _, s := range doc.Suites {
			cases += len(s.Cases)
			for _, c := range s.Cases {
				if len(c.Failure) != 1 || len(c.SystemOut) != 0 ||
					!strings.HasPrefix(c.Failure[0].Message, "ValueError: expected 2 & got <3>; ") || !strings.HasPrefix(c.Failure[0].Body, c.Failure[0].Message+"\n") || !strings.HasSuffix(c.Failure[0].Body, "\n[output omitted]") {
					t.Fatalf("%+v", c)
				}
			}
		}
		assert.Equal(t, n, cases)
		again, err := write(&out.text, run)
		require.NoError(t, err)
		assert.Equal(t, note, again)
		assert.True(t, text == out.text.String()[len(text):], "each report is the same")
	}
}

// anyJUnit parses a document of either dialect.
func anyJUnit(t *testing.T, text string) *sample.JUnit {
	t.Helper()
	if strings.Contains(text, ` file="`) {
		return sample.ParseJUnit(t, text)
	}
	var doc sample.JUnit
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	return &doc
}

// tee writes to both.
type tee struct {
	to   [2]interface{ Write([]byte) (int, error) }
	text bytes.Buffer
}

func (t *tee) Write(p []byte) (int, error) {
	_, _ = t.to[0].Write(p)
	return t.to[1].Write(p)
}

// A document that is generated twice, to be measured and to be written, is the same.
func TestALargeJUnitDocumentIsComplete(t *testing.T) {
	run := sample.AllBad(240, strings.Repeat("a line of output\n", 1700), strings.Repeat("m", 5000))
	var whole, fitting bytes.Buffer
	require.NoError(t, newLayout(run, richDialect()).write(&whole, details(text.OutputShare(run))[0], ""))
	require.Greater(t, whole.Len(), maxHead)
	note, err := writeFitting(&fitting, run, richDialect(), maxSize)
	require.NoError(t, err)
	assert.Empty(t, note)
	assert.True(t, bytes.Equal(whole.Bytes(), fitting.Bytes()))
}

// A document that just fits is complete. With one byte less room, outputs are cut first,
// and messages only once there are no outputs.
func TestJUnitAtTheLimit(t *testing.T) {
	for _, d := range []dialect{richDialect(), strictDialect()} {
		run := sample.AllBad(40, strings.Repeat("a line of output\n", 1700), strings.Repeat("m", 5000))
		run.Results[3].Attempts = append([]hub.Attempt{{Number: 1, Output: "first\n", Error: &hub.Error{Type: hub.ErrNetwork, Message: strings.Repeat("n", 5000)}}}, run.Results[3].Attempts...)
		levels := details(text.OutputShare(run))
		var whole bytes.Buffer
		require.NoError(t, newLayout(run, d).write(&whole, levels[0], ""))
		require.Less(t, whole.Len(), maxHead, "it is generated once")

		fit := func(limit int) (string, string) {
			var b bytes.Buffer
			note, err := writeFitting(&b, run, d, limit)
			require.NoError(t, err)
			anyJUnit(t, b.String())
			return b.String(), note
		}
		text, note := fit(whole.Len())
		assert.Empty(t, note)
		assert.True(t, text == whole.String(), "it is complete")
		text, note = fit(whole.Len() - 1)
		assert.Less(t, len(text), whole.Len())
		assert.Regexp(t, `^outputs are cut to \d+ bytes each to keep the file below `, note)
		assert.Equal(t, 1, strings.Count(text, note))

		// Less and less room, down to none.
		seen := map[string]bool{}
		for limit := whole.Len(); limit > 1000; limit = limit * 4 / 5 {
			text, note := fit(limit)
			if strings.HasPrefix(note, "the file has ") {
				assert.Greater(t, len(text), limit)
				assert.Contains(t, note, fmt.Sprintf("the file has %d bytes, over the GitLab limit of ", len(text)))
			} else {
				assert.LessOrEqual(t, len(text), limit)
			}
			doc := anyJUnit(t, text)
			assert.Equal(t, [2]int{40, 40}, [2]int{doc.Tests, doc.Failures})
			assert.Equal(t, strings.Count(whole.String(), "<rerunFailure"), strings.Count(text, "<rerunFailure"), "no attempt is omitted")
			if strings.Contains(note, "messages are cut") {
				assert.Contains(t, note, "outputs are omitted", "outputs are omitted first")
				assert.Contains(t, text, "m…", "a cut message ends with an ellipsis")
			}
			before, _, _ := strings.Cut(note, ", to keep")
			seen[before] = true
		}
		assert.Greater(t, len(seen), 8, "%v", seen)
	}
}

// A level of less detail never makes a larger document: the binary search relies on it.
func TestJUnitDetailsShrink(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	runs := []*hub.Run{sample.Every(t), sample.Mixed(50), sample.AllBad(5, strings.Repeat("<&>\r\x1b[31m\xff é☃\n", 2000), strings.Repeat("\xff&é", 3000))}
	for range 60 {
		run := sample.Odd(sample.OddText(rnd), sample.OddText(rnd), sample.OddText(rnd), rnd.NormFloat64())
		for i := range run.Results {
			for k := range run.Results[i].Attempts {
				run.Results[i].Attempts[k].Output = strings.Repeat(sample.OddText(rnd), 1+rnd.IntN(200))
			}
		}
		runs = append(runs, run)
	}
	for i, run := range runs {
		for _, d := range []dialect{richDialect(), strictDialect()} {
			size := int(^uint(0) >> 1)
			for k, level := range details(text.OutputShare(run)) {
				var b bytes.Buffer
				require.NoError(t, newLayout(run, d).write(&b, level, ""))
				anyJUnit(t, b.String())
				require.LessOrEqual(t, b.Len(), size, "run %d, level %d: %+v", i, k, level)
				size = b.Len()
			}
		}
	}
}

// The sizes of cases that are known from another level are those that they have.
func TestJUnitIsMeasuredAsItIsWritten(t *testing.T) {
	rnd := rand.New(rand.NewPCG(13, 14))
	for i, run := range []*hub.Run{sample.Every(t), sample.Mixed(50), sample.Odd(sample.OddText(rnd), sample.OddText(rnd), sample.OddText(rnd), 1)} {
		for _, d := range []dialect{richDialect(), strictDialect()} {
			measured, levels := newLayout(run, d), details(text.OutputShare(run))
			for range 2 * len(levels) {
				level := levels[rnd.IntN(len(levels))]
				var b bytes.Buffer
				require.NoError(t, newLayout(run, d).write(&b, level, ""))
				g := gauge{limit: b.Len()}
				require.NoError(t, measured.write(&g, level, ""), "run %d, %+v", i, level)
				require.Equal(t, b.Len(), g.size, "run %d, %+v", i, level)
				g = gauge{limit: b.Len() - 1}
				require.ErrorIs(t, measured.write(&g, level, ""), errTooLarge)
			}
		}
	}
}
