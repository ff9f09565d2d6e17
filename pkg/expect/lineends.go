package expect

import "strings"

// bom is the byte order mark that editors of Windows write before a text.
const bom = "\ufeff"

// InStyleOf returns the text as a golden file that holds old would have it: with
// the byte order mark, the line ends and the missing last line end of old, so that
// a difference of the file shows what has changed and nothing else. None of them
// is compared. Where old mixes line ends, those that most lines have count; an
// empty one has no style.
func InStyleOf(old, text string) string {
	if old == "" || old == bom {
		return old + text
	}
	if !strings.HasSuffix(old, "\n") {
		text = strings.TrimSuffix(text, "\n")
	}
	if crlf := strings.Count(old, "\r\n"); 2*crlf > strings.Count(old, "\n") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if strings.HasPrefix(old, bom) {
		text = bom + strings.TrimPrefix(text, bom)
	}
	return text
}

// withoutBOM takes the byte order mark from what a golden file holds, unless the
// output begins with one too.
func withoutBOM(golden, output string) string {
	if strings.HasPrefix(output, bom) {
		return golden
	}
	return strings.TrimPrefix(golden, bom)
}
