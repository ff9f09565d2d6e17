package ansi

// Paint is a role of text on a terminal, as the parameters of an SGR sequence, in the
// colours of the terminal's palette. The HTML report has the same roles as variables of
// its style sheet.
type Paint string

// The roles.
const (
	Good       Paint = "32" // passed
	Bad        Paint = "31" // failed
	Warn       Paint = "33" // passed or failed, but needs attention
	Incomplete Paint = "35" // interrupted, not run
	Dim        Paint = "2"  // secondary
	Strong     Paint = "1"  // headings
)

// Strong returns the role in bold.
func (p Paint) Strong() Paint { return Strong + ";" + p }

// On returns the text in the role; an empty text or role adds nothing.
func (p Paint) On(text string) string {
	if p == "" || text == "" {
		return text
	}
	return "\x1b[" + string(p) + "m" + text + "\x1b[0m"
}
