package manpage

import (
	"regexp"
	"slices"
	"strings"
)

// topicName returns the name of the page of a topic.
func topicName(topic string) string { return "hub-" + topic }

// Topic returns the page of section 7 for a topic that is written in Markdown: headings,
// paragraphs, lists, fenced blocks and tables, with code, bold and links in their lines.
func (s *Source) Topic(topic, markdown string) Page {
	name := topicName(topic)
	title, rest, _ := strings.Cut(strings.TrimSpace(markdown), "\n")
	if after, ok := strings.CutPrefix(title, "# "); ok {
		title = after
	} else {
		title, rest = topic, markdown
	}
	var r roff
	m := markup{
		roff:   &r,
		starts: regexp.MustCompile(`^ {0,3}([-*+]|\d+[.)]) +`),
		marks:  regexp.MustCompile("`` ?(.+?) ?``|`([^`]+)`|" + `\*\*(.+?)\*\*|!?\[([^\]]*)\]\(([^)\s]*)\)`),
	}
	r.head(name, "7", s.Date, s.Version)
	r.section("NAME")
	r.text(name + " - " + m.inline(title))
	for line := range strings.Lines(rest) {
		m.line(strings.TrimRight(line, "\n"))
	}
	if m.fenced {
		m.verbatim(m.code)
	}
	m.flush()
	r.section("SEE ALSO")
	r.text(bold("hub") + "(1)")
	return Page{"man7/" + name + ".7", r.bytes()}
}

// markup is a reader of Markdown, line by line.
type markup struct {
	*roff
	plain  []string // of a paragraph or an element of a list
	mark   string   // of the element; empty for a paragraph
	fenced bool
	code   []string
	begun  bool // a section has begun
	titles []string
	starts *regexp.Regexp // the beginnings of the elements of lists
	marks  *regexp.Regexp // those inside a line
}

func (m *markup) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "```"):
		if m.fenced {
			m.verbatim(m.code)
		}
		m.flush()
		m.fenced, m.code = !m.fenced, nil
	case m.fenced:
		m.code = append(m.code, line)
	case trimmed == "" || strings.HasPrefix(trimmed, "<!--"):
		m.flush()
	case strings.HasPrefix(line, "#"):
		m.flush()
		title := m.inline(strings.TrimSpace(strings.TrimLeft(line, "#")))
		if strings.HasPrefix(line, "###") {
			m.subsection(title)
		} else {
			m.section(strings.ToUpper(title))
		}
		m.begun = true
	case strings.HasPrefix(trimmed, "|"):
		m.row(trimmed)
	case m.starts.MatchString(line):
		m.flush()
		found := m.starts.FindStringSubmatch(line)
		m.mark, m.plain = found[1], []string{line[len(found[0]):]}
	default:
		m.plain = append(m.plain, strings.TrimPrefix(trimmed, "> "))
	}
}

// row writes a row of a table: the first cell with the others below it.
func (m *markup) row(line string) {
	cells := strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "\x04"), "|"), "|")
	for i := range cells {
		cells[i] = m.inline(strings.ReplaceAll(strings.TrimSpace(cells[i]), "\x04", "|"))
	}
	switch {
	case m.titles == nil:
		m.flush()
		m.titles = cells
	case strings.Trim(line, "|-: ") == "": // below the titles
	default:
		m.begin()
		rest := slices.DeleteFunc(cells[1:], func(cell string) bool { return cell == "" })
		m.item(cells[0], strings.Join(rest, " — "))
	}
}

// flush ends a paragraph, an element of a list or a table.
func (m *markup) flush() {
	if len(m.plain) > 0 {
		m.begin()
		text := m.inline(strings.Join(m.plain, " "))
		switch m.mark {
		case "":
			m.paragraph(text)
		case "-", "*", "+":
			m.bullet("", text)
		default:
			m.bullet(m.mark, text)
		}
	}
	m.plain, m.mark, m.titles = nil, "", nil
}

// begin begins a section for the text before the first heading.
func (m *markup) begin() {
	if !m.begun {
		m.section("DESCRIPTION")
		m.begun = true
	}
}

// inline returns a line with its marks as fonts.
func (m *markup) inline(line string) string {
	return m.marks.ReplaceAllStringFunc(line, func(found string) string {
		part := m.marks.FindStringSubmatch(found)
		text, link := part[4], part[5]
		if strong := part[1] + part[2] + part[3]; strong != "" {
			return bold(strong)
		}
		if strings.HasPrefix(link, "http") && text != link {
			return text + " (" + link + ")"
		}
		return text
	})
}
