package terminal

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Links reports whether the terminal that these variables describe shows links (OSC 8).
// FORCE_HYPERLINK overrides the rest: 0 means no, other values yes. Unknown terminals get
// no links, because some print the sequence as text.
func Links(getenv func(name string) string) bool {
	if v := getenv("FORCE_HYPERLINK"); v != "" {
		return v != "0"
	}
	term := getenv("TERM")
	if term == "dumb" || getenv("TMUX") != "" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux") {
		return false // what is behind it is unknown
	}
	switch getenv("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "WarpTerminal", "Tabby", "zed":
		return true
	}
	if vte, err := strconv.Atoi(getenv("VTE_VERSION")); err == nil && vte >= 5000 {
		return true
	}
	for _, name := range []string{"WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID", "DOMTERM"} {
		if getenv(name) != "" {
			return true
		}
	}
	return strings.HasPrefix(term, "xterm-kitty") || strings.HasPrefix(term, "foot") || strings.HasPrefix(term, "alacritty") || term == "xterm-ghostty" || term == "contour"
}

// Linker returns a function that returns the file URL of a line; it is empty without a
// file. file is absolute, or a slash path relative to root. Line 0 means the file itself.
func Linker(root string) func(file string, line int) string {
	host, err := os.Hostname()
	if err != nil {
		host = "" // this one
	}
	return func(file string, line int) string {
		if file == "" {
			return ""
		}
		if file = filepath.FromSlash(file); !filepath.IsAbs(file) {
			file = filepath.Join(root, file)
		}
		return FileURL(host, file, line)
	}
}

// FileURL returns the URL of a line in a file of the host, without control characters; line
// 0 means the file itself.
func FileURL(host, path string, line int) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Host: host, Path: path}
	if line > 0 {
		u.Fragment = strconv.Itoa(line)
	}
	return u.String()
}
