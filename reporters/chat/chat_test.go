package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// sent is a message as the webhook gets it: its bytes, and all texts that it shows in order.
type sent struct {
	data  []byte
	value object
	texts []string
	types map[string]int
}

func send(t *testing.T, write func(io.Writer, *hub.Run) error, run *hub.Run) sent {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b, run))
	s := sent{data: b.Bytes(), types: map[string]int{}}
	require.NoError(t, json.Unmarshal(s.data, &s.value))
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, c := range v {
				walk(c)
			}
		case object:
			if kind, ok := v["type"].(string); ok {
				s.types[kind]++
			}
			if text, ok := v["text"].(string); ok {
				s.texts = append(s.texts, text)
			}
			for _, key := range []string{"attachments", "content", "body", "blocks", "elements", "inlines", "text"} {
				walk(v[key])
			}
		}
	}
	walk(s.value)
	return s
}

// bad returns a run with n failures of different causes whose texts are as long and as
// hostile as texts can be.
func bad(n int, text string) *hub.Run {
	run := sample.AllGood(n)
	for i := range run.Results {
		id := fmt.Sprintf("%s/%d", text, i)
		run.Plan[i].ID, run.Plan[i].Path, run.Results[i].ID = id, id, id
		res := &run.Results[i]
		res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrRuntime, Message: fmt.Sprintf("%d%c %s", i, 'a'+i%26, text), File: text, Line: i + 1}
		res.Attempts = []hub.Attempt{{Number: 1, ExitCode: 1, Error: res.Error}}
	}
	run.Origin = hub.Origin{Project: text, Branch: text, Commit: strings.Repeat("a1", 20), Page: "https://ci.example.org/job/7?a=b&c=d"}
	return run
}

var hostile = []string{"x", "<!channel> <@U1> *b* _i_ ~s~ `c` :tada: [a](http://b) **c**", strings.Repeat("é\"<", 3000), strings.Repeat("😀", 3000), strings.Repeat("a b\n", 2000), "\x00\x1b[31m\u202e\xff"}

// Slack's limits: 50 blocks, 3,000 characters in a text, 150 in a header; and what makes it
// answer msg_blocks_too_long.
func TestSlackTakesEveryMessage(t *testing.T) {
	for _, text := range hostile {
		for _, n := range []int{0, 1, 9, 10, 11, 200} {
			s := send(t, WriteSlack, bad(n, text))
			blocks := s.value["blocks"].([]any)
			assert.LessOrEqual(t, len(blocks), 50)
			total := 0
			for _, text := range s.texts[1:] { // the first is the fallback
				assert.NotEmpty(t, text)
				assert.LessOrEqual(t, utf8.RuneCountInString(text), 3000)
				total += utf8.RuneCountInString(text)
			}
			assert.LessOrEqual(t, total, 13_000)
			assert.LessOrEqual(t, utf8.RuneCountInString(s.texts[1]), 150, "the header")
			// Nothing is markup.
			assert.Zero(t, s.types["mrkdwn"])
			assert.NotContains(t, s.texts[0], "<")
		}
	}
}

// Teams refuses more than 28 KB.
func TestTeamsTakesEveryMessage(t *testing.T) {
	for _, text := range hostile {
		for _, n := range []int{0, 1, 9, 10, 11, 200} {
			s := send(t, WriteTeams, bad(n, text))
			assert.Less(t, len(s.data), 28_000)
			assert.Zero(t, s.types["TextBlock"], "which reads Markdown")
			for _, text := range s.texts {
				assert.NotEmpty(t, text)
				assert.NotContains(t, text, "\n")
			}
		}
	}
}

// Both say the verdict, the numbers, the first failures and problems, how many there are
// beside these, and where the job is.
func TestWhatAMessageSays(t *testing.T) {
	run := bad(25, "x")
	run.Origin.Project = "cookbook"
	run.Problems = []hub.Problem{{Kind: hub.ProblemOutput, Message: "the disk is full"}}
	for name, write := range map[string]func(io.Writer, *hub.Run) error{"slack": WriteSlack, "teams": WriteTeams} {
		s := send(t, write, run)
		all := strings.Join(s.texts, "\n")
		for _, want := range []string{
			"❌ Hub: trouble · cookbook", "25 failed, 0 passed", "Failed (25)", "g0/0", "runtime_error: 0a x", "x:1", "… and 16 more",
			"Problems outside the examples (1)", "the disk is full", "branch x · commit a1a1a1a1a1a1",
		} {
			assert.Contains(t, all, want, name)
		}
		assert.NotContains(t, all, "g9/9", name)
		assert.Contains(t, string(s.data), `"url":"https://ci.example.org/job/7?a=b`, name)
	}
	many := sample.OneCause(7)
	s := send(t, WriteSlack, many)
	assert.Contains(t, strings.Join(s.texts, "\n"), "and 6 more examples")
	good := send(t, WriteTeams, sample.AllGood(3))
	assert.Equal(t, "✅ Hub: good", good.texts[0])
	assert.NotContains(t, string(good.data), "actions")
}

func TestOnlyPagesAreLinked(t *testing.T) {
	for page, want := range map[string]bool{
		"": false, "javascript:alert(1)": false, "https://a.example/b": true, "http://a.example/b": true, "https://a|b": false, "https://a\u202eb": false, "https://a b": false,
	} {
		run := sample.AllGood(1)
		run.Origin.Page = page
		assert.Equal(t, want, strings.Contains(string(send(t, WriteSlack, run).data), `"link"`), page)
		assert.Equal(t, want, strings.Contains(string(send(t, WriteTeams, run).data), "Action.OpenUrl"), page)
	}
}
