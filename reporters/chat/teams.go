package chat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxTeams bounds a message in bytes: Teams refuses more than about 28 KB.
const maxTeams = 24_000

// WriteTeams writes the message for the workflow "Post to a channel when a webhook request is
// received" of Microsoft Teams: one Adaptive Card.
func WriteTeams(w io.Writer, run *hub.Run) error {
	m := messageOf(run)
	for n := maxEntries; ; n-- {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(object{"type": "message", "attachments": []object{
			{"contentType": "application/vnd.microsoft.card.adaptive", "content": teamsCard(m, n)},
		}}); err != nil {
			return err
		}
		if b.Len() <= maxTeams || n == 0 {
			_, err := w.Write(b.Bytes())
			return err
		}
	}
}

// teamsCard returns the card of a message with n entries. Version 1.4 is what Teams shows on
// every system.
func teamsCard(m *message, n int) object {
	colour := map[hub.Verdict]string{hub.VerdictGood: "Good", hub.VerdictEmpty: "Default", hub.VerdictInterrupted: "Warning"}[m.verdict]
	if colour == "" {
		colour = "Attention"
	}
	run := func(text string, more object) object {
		r := object{"type": "TextRun", "text": text}
		for key, value := range more {
			r[key] = value
		}
		return r
	}
	block := func(spacing string, runs ...object) object {
		return object{"type": "RichTextBlock", "spacing": spacing, "inlines": runs}
	}
	bold := object{"weight": "Bolder"}
	body := []object{
		block("Default", run(m.sign()+" "+m.title, object{"weight": "Bolder", "size": "Large", "color": colour})),
		block("Small", run(m.summary, nil)),
	}
	sections, left := m.first(n)
	for i, s := range sections {
		body = append(body, block("Large", run(fmt.Sprintf("%s (%d)", s.title, s.total), bold)))
		for _, e := range s.items {
			body = append(body, block("Medium", run(e.name, bold)), block("None", run(e.what, nil)))
			if e.place != "" {
				body = append(body, block("None", run("at "+e.place, object{"fontType": "Monospace", "isSubtle": true})))
			}
		}
		if left[i] > 0 {
			body = append(body, block("Medium", run(fmt.Sprintf("… and %d more", left[i]), nil)))
		}
	}
	if m.from != "" {
		body = append(body, block("Large", run(m.from, object{"isSubtle": true})))
	}
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
		"fallbackText": m.title + ": " + m.summary, "msteams": object{"width": "Full"}, "body": body,
	}
	if m.page != "" {
		card["actions"] = []object{{"type": "Action.OpenUrl", "title": job, "url": m.page}}
	}
	return card
}
