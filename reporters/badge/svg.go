package badge

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Write writes the badge of the run as an image, in SVG.
func Write(w io.Writer, run *hub.Run) error {
	message, tone := Of(run)
	_, err := w.Write(SVG(Label, message, tone))
	return err
}

// Begins is the regular expression for the beginning of an image.
const Begins = `^<svg class="hub-badge" `

const (
	height  = 20
	padding = 6 // on each side of a text
	// maxText bounds a text in characters: an image that is wider is no badge any more.
	maxText = 120
)

// SVG returns a badge with any two texts.
func SVG(label, message string, tone Tone) []byte {
	label, message = shown(label), shown(message)
	left, right := width(label), width(message)
	split, total := left+2*padding, left+right+4*padding
	name := escaped(label + ": " + message)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg class="hub-badge" xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`, total, height, total, height, name)
	fmt.Fprintf(&b, "\n<title>%s</title>\n", name)
	fmt.Fprintf(&b, `<clipPath id="r"><rect width="%d" height="%d" rx="3"/></clipPath>`+"\n", total, height)
	fmt.Fprintf(&b, `<g clip-path="url(#r)"><rect width="%d" height="%d" fill="#444"/><rect x="%d" width="%d" height="%d" fill="%s"/></g>`+"\n", split, height, split, total-split, height, tones[tone].image)
	fmt.Fprintf(&b, `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">`)
	fmt.Fprintf(&b, `<text x="%d" y="14" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text>`, padding, left, escaped(label))
	fmt.Fprintf(&b, `<text x="%d" y="14" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text></g>`+"\n</svg>\n", split+padding, right, escaped(message))
	return b.Bytes()
}

// shown is a text as a badge may have it: one line, of bounded length.
func shown(s string) string {
	runes := []rune(sanitize.Line(s))
	if len(runes) > maxText {
		runes = append(runes[:maxText-1], '…')
	}
	return string(runes)
}

// escaped is a text between tags or quotes.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(sanitize.XML(s))) // a buffer takes everything
	return b.String()
}
