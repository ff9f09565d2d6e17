package chat

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxSlack bounds the characters of a message's texts: Slack answers msg_blocks_too_long
// from about 13,000 on, although its documents allow 50 blocks of 3,000.
const maxSlack = 9_000

type object = map[string]any

// WriteSlack writes the message for an incoming webhook of Slack, or for chat.postMessage
// once a channel is added.
func WriteSlack(w io.Writer, run *hub.Run) error {
	m := messageOf(run)
	// What a notification shows. It is the one text that Slack reads as markup.
	fallback := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(m.sign() + " " + m.title + ": " + m.summary)
	for n := maxEntries; ; n-- {
		blocks, size := slackBlocks(m, n)
		if size <= maxSlack || n == 0 {
			return json.NewEncoder(w).Encode(object{"text": fallback, "blocks": blocks, "unfurl_links": false})
		}
	}
}

// slackBlocks returns the blocks of a message with n entries, and the characters in them.
func slackBlocks(m *message, n int) (blocks []object, size int) {
	plain := func(text string) object {
		size += utf8.RuneCountInString(text)
		return object{"type": "text", "text": text}
	}
	styled := func(text, style string) object {
		e := plain(text)
		e["style"] = object{style: true}
		return e
	}
	rich := func(elements ...object) {
		blocks = append(blocks, object{"type": "rich_text", "elements": []object{{"type": "rich_text_section", "elements": elements}}})
	}
	blocks = append(blocks, object{"type": "header", "text": object{"type": "plain_text", "text": plain(m.sign() + " " + m.title)["text"], "emoji": false}})
	rich(plain(m.summary))
	sections, left := m.first(n)
	for i, s := range sections {
		rich(styled(fmt.Sprintf("%s (%d)", s.title, s.total), "bold"))
		for _, e := range s.items {
			elements := []object{styled(e.name, "bold"), plain("\n" + e.what)}
			if e.place != "" {
				elements = append(elements, plain("\nat "), styled(e.place, "code"))
			}
			rich(elements...)
		}
		if left[i] > 0 {
			rich(plain(fmt.Sprintf("… and %d more", left[i])))
		}
	}
	var foot []object
	if m.from != "" {
		foot = append(foot, plain(m.from))
	}
	if m.page != "" {
		if foot != nil {
			foot = append(foot, plain(" · "))
		}
		foot = append(foot, object{"type": "link", "url": m.page, "text": plain(job)["text"]})
	}
	if foot != nil {
		rich(foot...)
	}
	return blocks, size
}

// job is the text of the link to the CI job.
const job = "Open the CI job"
