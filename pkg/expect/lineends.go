package expect

import "strings"

// bom is the byte order mark that editors on Windows write before a text.
const bom = "\ufeff"

// InStyleOf returns the text with the byte order mark, the line ends (those of most
// lines) and the missing last line end of old, so that a diff of the golden file
// shows real changes only. None of these is compared. An empty old has no style.
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

// withoutBOM removes the byte order mark of a golden file unless the output begins
// with one too.
func withoutBOM(golden, output string) string {
	if strings.HasPrefix(output, bom) {
		return golden
	}
	return strings.TrimPrefix(golden, bom)
}
