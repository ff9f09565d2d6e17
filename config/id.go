package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
)

// ID is the id in an example's metadata.
type ID struct {
	// Text is the ID as written, byte for byte: the source of a plain scalar
	// (0123, 1e3, no, 2026-01-02 are unchanged), or the content of a quoted
	// one. It is empty if there is no usable one.
	Text string
	// Fault says why the given ID is unusable; empty if it is usable.
	Fault string
	// Position is the position of the value; zero if the key is not given.
	yamlmap.Position
}

// readID reads the key id of a mapping that begins after shift lines, even if
// other keys are wrong.
func readID(root *yaml.Node, shift int) ID {
	for _, p := range yamlmap.Pairs(root) {
		if p.Key.Value != "id" {
			continue
		}
		id, value := ID{Position: yamlmap.PositionOf(p.Value, shift)}, yamlmap.Resolve(p.Value)
		switch {
		case value.ShortTag() == "!!null" && value.Kind == yaml.ScalarNode:
			id.Fault = "the id has no value; set one, or remove the key"
		case value.Kind != yaml.ScalarNode:
			id.Fault = fmt.Sprintf("the id must be a string or a number, not %s", yamlmap.Describe(value))
		default:
			id.Text, id.Fault = value.Value, checkID(value.Value)
		}
		if id.Fault != "" {
			id.Text = ""
		}
		return id
	}
	return ID{}
}

// checkID says why a text cannot be an ID: it is invisible, or would affect the
// output around it. Other texts are allowed, including characters that join
// letters (in Persian, in emoji).
func checkID(id string) string {
	if strings.TrimSpace(id) == "" {
		return "the id is empty; set one, or remove the key"
	}
	for i, r := range id {
		if _, n := utf8.DecodeRuneInString(id[i:]); r == utf8.RuneError && n == 1 {
			return "the id is not valid UTF-8" // an escape in quotes
		}
		if r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == 0xfffe || r == 0xffff {
			return fmt.Sprintf("the id %s contains the control character U+%04X; remove it", clipped(id), r)
		}
	}
	return ""
}

// clipped quotes a text and cuts it if it is long.
func clipped(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return fmt.Sprintf("%q…", string(runes[:60]))
	}
	return fmt.Sprintf("%q", s)
}
