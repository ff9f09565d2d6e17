package reporters

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// writeBadge writes the badge of the run as an image, in SVG. It needs no fonts and loads
// nothing: the length of each text is fixed, and a reader's own font is stretched to it. Screen
// readers read the text.
func writeBadge(w io.Writer, run *hub.Run) error {
	message, as := badgeOf(run)
	_, err := w.Write(svgBadge(badgeLabel, message, as))
	return err
}

// badgeBegins is the beginning of an image.
const badgeBegins = `^<svg class="hub-badge" `

const (
	badgeHeight = 20
	badgePad    = 6 // on each side of a text
	// maxBadge bounds a text in characters: an image that is wider is no badge any more.
	maxBadge = 120
)

// svgBadge returns a badge with any two texts.
func svgBadge(label, message string, as tone) []byte {
	colour, _ := as.colours()
	label, message = badgeLine(label), badgeLine(message)
	left, right := badgeWidth(label), badgeWidth(message)
	split, total := left+2*badgePad, left+right+4*badgePad
	name := escapedXML(label + ": " + message)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg class="hub-badge" xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`, total, badgeHeight, total, badgeHeight, name)
	fmt.Fprintf(&b, "\n<title>%s</title>\n", name)
	fmt.Fprintf(&b, `<clipPath id="r"><rect width="%d" height="%d" rx="3"/></clipPath>`+"\n", total, badgeHeight)
	fmt.Fprintf(&b, `<g clip-path="url(#r)"><rect width="%d" height="%d" fill="#444"/><rect x="%d" width="%d" height="%d" fill="%s"/></g>`+"\n", split, badgeHeight, split, total-split, badgeHeight, colour)
	fmt.Fprintf(&b, `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">`)
	fmt.Fprintf(&b, `<text x="%d" y="14" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text>`, badgePad, left, escapedXML(label))
	fmt.Fprintf(&b, `<text x="%d" y="14" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text></g>`+"\n</svg>\n", split+badgePad, right, escapedXML(message))
	return b.Bytes()
}

// badgeLine is a text as a badge may have it: one line, of bounded length.
func badgeLine(s string) string {
	runes := []rune(sanitize.Line(s))
	if len(runes) > maxBadge {
		runes = append(runes[:maxBadge-1], '…')
	}
	return string(runes)
}

// escapedXML is a text between tags or quotes.
func escapedXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(sanitize.XML(s))) // a buffer takes everything
	return b.String()
}
