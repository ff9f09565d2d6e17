package hub_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestItemIsThatOfTheLog has names of files that JSON cannot hold: the item made from the
// log must be the one made from the example, or no log would prove it.
func TestItemIsThatOfTheLog(t *testing.T) {
	for _, word := range []string{"a.sh", "\xff\xfe.sh", "a\xc3", "\xed\xa0\x80", "\ufffd", "<&>\u2028"} {
		e := hub.Example{ID: "a", Argv: []string{"sh", word}, Rules: "env " + word}
		text, err := json.Marshal(&e)
		if err != nil {
			t.Fatal(err)
		}
		var logged hub.Example
		if err := json.Unmarshal(text, &logged); err != nil {
			t.Fatal(err)
		}
		if e.Item() != logged.Item() {
			t.Errorf("%q: the item is %s, and %s of the log", word, e.Item(), logged.Item())
		}
		policies := []string{word}
		items := []hub.PlanItem{e.Item()}
		if hub.PlanDigest(policies, items) != hub.PlanDigest([]string{logged.Argv[1]}, items) {
			t.Errorf("%q: the digest is another one of the log", word)
		}
	}
}
