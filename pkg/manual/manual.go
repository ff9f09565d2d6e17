// Package manual holds the manual of hub: Markdown pages that are read on the web, in
// this folder, and by 'hub help TOPIC'. Each page has a topic; README.md is the index on
// the web, and commands.md has the examples in the help of each command.
//
// A test runs every transcript (blocks marked console), checks every hub.yaml, and writes
// the tables between <!-- generated: NAME --> and <!-- end -->, see
// cmd/hub/manual_test.go.
package manual

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed *.md
var pages embed.FS

// index is the page that lists the others.
const index = "README"

// Topic is a page of the manual.
type Topic struct {
	// Name is what follows 'hub help': the name of the file without its ending.
	Name string
	// Title is the page's first heading.
	Title string
	// Text is the page in Markdown.
	Text string
}

// Topics returns the pages, sorted by name.
func Topics() (topics []Topic) {
	names, _ := fs.Glob(pages, "*.md") // the pattern is good
	for _, file := range names {
		if name := strings.TrimSuffix(file, ".md"); name != index {
			t, _ := Find(name)
			topics = append(topics, t)
		}
	}
	slices.SortFunc(topics, func(a, b Topic) int { return strings.Compare(a.Name, b.Name) })
	return topics
}

// Names returns the names of the pages, sorted.
func Names() (names []string) {
	for _, t := range Topics() {
		names = append(names, t.Name)
	}
	return names
}

// Find returns the page on a topic.
func Find(name string) (Topic, bool) {
	text, err := pages.ReadFile(name + ".md")
	if err != nil || name == index {
		return Topic{}, false
	}
	title, _, _ := strings.Cut(string(text), "\n")
	return Topic{name, strings.TrimPrefix(title, "# "), string(text)}, true
}

// Examples returns the lines to type that the page commands.md has for a command, such as
// "config check": those of the first sh block of its section.
func Examples(command string) (lines []string) {
	page, _ := pages.ReadFile("commands.md") // embedded
	_, text, ok := strings.Cut(string(page), "\n## hub "+command+"\n")
	if !ok {
		return nil
	}
	text, _, _ = strings.Cut(text, "\n## ")
	_, text, ok = strings.Cut(text, "\n```sh\n")
	if !ok {
		return nil
	}
	text, _, _ = strings.Cut(text, "```")
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(line, "\n"))
	}
	return lines
}
