// Package manpage writes manual pages in roff: one for hub, one for each command, and one
// for each topic, from Markdown.
//
// Note: mango-kong prints a single page for the whole grammar, without nested commands, and
// does not support Markdown.
package manpage

import (
	"strings"

	"github.com/alecthomas/kong"
)

// Page is one manual page.
type Page struct {
	// Name is the path of the file below the folder man: man1/hub-list.1.
	Name string
	Text []byte
}

// Source is the input for pages.
type Source struct {
	// Grammar is the whole grammar.
	Grammar *kong.Application
	// Version and Date, of the form 2026-11-30 or empty, are in the head of each page.
	Version, Date string
	// Topics are the names of the pages of section 7; see [Source.Topic].
	Topics []string
}

// Pages returns the pages of hub and its commands, in the order of the grammar.
func (s *Source) Pages() (pages []Page) {
	var walk func(node *kong.Node)
	walk = func(node *kong.Node) {
		name := hyphened(node)
		pages = append(pages, Page{"man1/" + name + ".1", s.command(node, name)})
		for _, child := range node.Children {
			if !child.Hidden {
				walk(child)
			}
		}
	}
	walk(s.Grammar.Node)
	return pages
}

// introduction is the description of hub itself.
const introduction = "Hub finds the runnable examples of a repository (cookbooks, samples, tutorials, in any language), runs them side by side, " +
	"remembers what happened to each, and reports it to people and pipelines. Without a command it prints the state of the repository and the list of commands."

// files are the files that hub reads and writes.
func files() [][2]string {
	return [][2]string{
		{"hub.yaml", "The configuration, in the current folder or the nearest parent."},
		{"hub.baseline.yaml", "The known failures, beside hub.yaml."},
		{".hub/", "Status, run logs, reports and caches, beside hub.yaml. Git ignores it. Without it hub knows no results."},
	}
}

// hyphened returns the name of the page of a command: hub-config-check.
func hyphened(node *kong.Node) string { return strings.ReplaceAll(node.FullPath(), " ", "-") }

// command returns the page of a command, or of hub itself.
func (s *Source) command(node *kong.Node, name string) []byte {
	about, detail := node.Help, node.Detail
	if node.Parent == nil {
		about, detail, _ = strings.Cut(s.Grammar.Help, "\n\n")
	}
	var r roff
	r.head(name, "1", s.Date, s.Version)
	r.section("NAME")
	r.text(name + " - " + strings.TrimSuffix(about, "."))
	r.section("SYNOPSIS")
	r.synopsis(node)
	exit := ""
	if before, after, ok := strings.Cut(detail, "Exit codes: "); ok {
		codes, rest, _ := strings.Cut(after, "\n\n")
		detail, exit = strings.TrimSpace(before)+"\n\n"+rest, codes
	}
	if node.Parent == nil {
		detail = introduction
	}
	if detail = strings.TrimSpace(detail); detail != "" || len(node.Children) == 0 {
		r.section("DESCRIPTION")
		if detail == "" {
			detail = about
		}
		r.prose(detail)
	}
	if len(node.Positional) > 0 {
		r.section("ARGUMENTS")
		for _, arg := range node.Positional {
			r.item(bold(strings.ToUpper(arg.Name)), arg.Help)
		}
	}
	below(&r, node)
	if own := visible(node.Flags); len(own) > 0 && node.Parent != nil {
		r.section("OPTIONS")
		describe(&r, own)
	}
	r.section("GLOBAL OPTIONS")
	describe(&r, visible(s.Grammar.Flags))
	if exit != "" {
		r.section("EXIT STATUS")
		for code := range strings.SplitSeq(strings.TrimSuffix(exit, "."), "; ") {
			r.paragraph(code + ".")
		}
	}
	if node.Parent == nil {
		r.section("FILES")
		for _, f := range files() {
			r.item(bold(f[0]), f[1])
		}
	}
	r.section("SEE ALSO")
	r.text(strings.Join(s.related(node), ", "))
	return r.bytes()
}

// below describes the commands below a node.
func below(r *roff, node *kong.Node) {
	if len(node.Children) == 0 {
		return
	}
	r.section("COMMANDS")
	for _, child := range node.Children {
		if !child.Hidden {
			r.item(bold(hyphened(child))+"(1)", child.Help)
		}
	}
}

// describe describes flags.
func describe(r *roff, all []*kong.Flag) {
	for _, f := range all {
		tag := bold("--" + f.Name)
		switch {
		case f.IsBool() || f.IsCounter():
		case f.Enum != "":
			tag += "=" + italic(strings.ReplaceAll(strings.TrimPrefix(f.Enum, ","), ",", "|"))
		default:
			tag += "=" + italic(strings.Trim(f.FormatPlaceHolder(), `"`))
		}
		for _, alias := range f.Aliases {
			tag += ", " + bold("--"+alias)
		}
		if f.Short != 0 {
			tag = bold("-"+string(f.Short)) + ", " + tag
		}
		r.item(tag, f.Help)
	}
}

// related returns the names of the pages to see besides that of the node.
func (s *Source) related(node *kong.Node) (names []string) {
	if node.Parent == nil {
		for _, topic := range s.Topics {
			names = append(names, bold(topicName(topic))+"(7)")
		}
		return append(names, "https://github.com/seed-00a9b34c/hub")
	}
	for n := node.Parent; n != nil; n = n.Parent {
		names = append(names, bold(hyphened(n))+"(1)")
	}
	return names
}

func visible(all []*kong.Flag) (shown []*kong.Flag) {
	for _, f := range all {
		if !f.Hidden {
			shown = append(shown, f)
		}
	}
	return shown
}
