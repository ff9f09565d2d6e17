package reporters

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// badgeRun returns a finished run of a catalog of that size with these results.
func badgeRun(catalog int, results ...hub.Result) *hub.Run {
	r := &hub.Run{RunHeader: hub.RunHeader{Catalog: catalog}, End: hub.RunEnd{Reason: hub.EndFinished}}
	for i := range results {
		results[i].ID = strconv.Itoa(i)
		r.Plan = append(r.Plan, hub.Example{ID: results[i].ID, Index: i + 1})
		if results[i].Status == hub.StatusError {
			results[i].Error = &hub.Error{Type: hub.ErrRuntime, Message: "x"}
		}
	}
	r.Results = results
	return r
}

func TestWhatABadgeSays(t *testing.T) {
	passed := hub.Result{Status: hub.StatusCompleted}
	failed := hub.Result{Status: hub.StatusError}
	skipped := hub.Result{Status: hub.StatusSkipped, Reason: "not here"}
	flaky := hub.Result{Status: hub.StatusCompleted, Flaky: true}
	allowed := hub.Result{Status: hub.StatusError, AllowedFailure: &hub.AllowFailure{Reason: "known"}}
	with := func(r *hub.Run, change func(*hub.Run)) *hub.Run { change(r); return r }
	for _, c := range []struct {
		run     *hub.Run
		message string
		tone    tone
	}{
		{badgeRun(2, passed, passed), "2 passed", toneGood},
		{badgeRun(2, passed, skipped), "1 passed, 1 skipped", toneGood},
		{badgeRun(1, skipped), "0 passed, 1 skipped", toneUnknown},
		{badgeRun(2, passed, flaky), "2 passed", toneWarn},
		{badgeRun(2, passed, allowed), "1 allowed to fail, 1 passed", toneWarn},
		{badgeRun(300, passed, passed), "2 passed (2 of 300)", toneWarn},
		{badgeRun(3, passed, failed, allowed), "1 failed, 1 allowed to fail, 1 passed", toneBad},
		{badgeRun(0), "none found", toneUnknown},
		{badgeRun(5), "nothing was run", toneUnknown},
		{with(badgeRun(2, passed, passed), func(r *hub.Run) { r.End = hub.RunEnd{Reason: hub.EndInterrupted, Signal: "SIGINT"} }), "interrupted", toneUnknown},
		{with(badgeRun(2, passed, passed), func(r *hub.Run) { r.Problems = []hub.Problem{{Kind: hub.ProblemOutput, Message: "disk"}} }), "trouble, 2 passed", toneTrouble},
		{with(badgeRun(2, passed, passed), func(r *hub.Run) { r.End.Reason = hub.EndKilled }), "not finished, 2 passed", toneBad},
		{with(badgeRun(2, passed, passed), func(r *hub.Run) { r.Results = r.Results[:1] }), "not finished, 1 passed", toneBad},
		{with(badgeRun(2, passed, failed), func(r *hub.Run) { r.End.Reason = hub.EndStopOnError }), "not finished, 1 failed, 1 passed", toneBad},
	} {
		message, as := badgeOf(c.run)
		assert.Equal(t, c.message, message)
		assert.Equal(t, c.tone, as, c.message)
	}
}

// Green is what passed, in every sample of a run and both formats; and nothing else is.
func TestGreenIsGood(t *testing.T) {
	for _, c := range sample.Cases() {
		message, as := badgeOf(c.Run)
		if as == toneGood || as == toneWarn {
			assert.Equal(t, hub.VerdictGood, c.Run.Verdict(), "%s: %s", c.Name, message)
		}
		var image, shields bytes.Buffer
		require.NoError(t, writeBadge(&image, c.Run))
		require.NoError(t, writeShields(&shields, c.Run))
		assert.Equal(t, as == toneGood, strings.Contains(image.String(), "#2e7d32"), c.Name)
		var e map[string]any
		require.NoError(t, json.Unmarshal(shields.Bytes(), &e))
		assert.Equal(t, as == toneGood, e["color"] == "brightgreen", c.Name)
		assert.Equal(t, !c.Run.Passed() && (as == toneBad || as == toneTrouble), e["isError"] == true, c.Name)
		assert.Subset(t, []string{"schemaVersion", "label", "message", "color", "isError"}, keys(e), "what the endpoint badge knows")
	}
}

func keys(m map[string]any) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// Whatever the texts are, the image is XML of bounded size that has them as texts only.
func TestHostileTexts(t *testing.T) {
	for _, text := range []string{"", "<script>alert(1)</script>", `"/><a href="x">`, "\x1b[31m\x00\xff", "a\nb", "世界🙂", strings.Repeat("m", 10_000), "]]>&amp;", "\u202e"} {
		image := svgBadge(text, text, toneBad)
		assert.Less(t, len(image), 8<<10)
		assert.Regexp(t, badgeBegins, string(image))
		elements := map[string]int{}
		for dec := xml.NewDecoder(bytes.NewReader(image)); ; {
			token, err := dec.Token()
			if err == io.EOF {
				break
			}
			require.NoError(t, err, "%s", image)
			if start, ok := token.(xml.StartElement); ok {
				elements[start.Name.Local]++
			}
		}
		assert.Equal(t, map[string]int{"svg": 1, "title": 1, "clipPath": 1, "rect": 3, "g": 2, "text": 2}, elements)
	}
}

// White text can be read on every colour: WCAG's contrast is at least 4.5.
func TestContrast(t *testing.T) {
	luminance := func(hex string) float64 {
		var out float64
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			require.NoError(t, err)
			c := float64(n) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			out += weight * c
		}
		return out
	}
	for as := toneUnknown; as <= toneTrouble; as++ {
		image, shields := as.colours()
		assert.GreaterOrEqual(t, 1.05/(luminance(image)+0.05), 4.5, "%v", as)
		assert.Regexp(t, regexp.MustCompile(`^[a-z]+$`), shields)
	}
}
