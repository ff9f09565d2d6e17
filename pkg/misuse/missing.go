package misuse

import (
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// question is what hub asks if an argument is missing.
type question struct {
	ask string
	// see returns where to find the possible values, or an example.
	see func() string
}

// questions has a row for each required argument, by its name in the help.
func questions() map[string]question {
	return map[string]question{
		"REF":  {"which example?", func() string { return "'hub list' shows them" }},
		"A":    {"which runs?", func() string { return "for example: hub diff latest~1 latest" }},
		"B":    {"which second run?", func() string { return "for example: hub diff latest~1 latest" }},
		"NAME": {"which schema?", func() string { return "NAME is " + either(flags.SchemaNames()) }},
	}
}

// missing returns the error about a missing argument or subcommand of node.
func missing(node *kong.Node) error {
	for _, arg := range node.Positional {
		if !arg.Required || arg.Set {
			continue
		}
		q := questions()[strings.ToUpper(arg.Name)]
		if q.ask == "" {
			return usage.Errorf("an argument is missing; type '%s'", Usage(node))
		}
		return usage.Errorf("%s %s (%s)", q.ask, Usage(node), q.see())
	}
	if node.Parent == nil {
		return usage.Errorf("which command? 'hub help' lists them")
	}
	var lines []string
	for _, name := range names(node.Children) {
		lines = append(lines, "'"+node.FullPath()+" "+name+"'")
	}
	return usage.Errorf("which command? type %s", either(lines))
}

// Usage returns the command line of a command, without flags: hub diff A B.
func Usage(node *kong.Node) string {
	line := node.FullPath()
	for _, arg := range node.Positional {
		word := strings.ToUpper(arg.Name)
		if arg.Enum != "" {
			word = strings.ReplaceAll(arg.Enum, ",", "|")
		}
		if arg.IsCumulative() {
			word += " …"
		}
		if !arg.Required {
			word = "[" + word + "]"
		}
		line += " " + word
	}
	return line
}

// either joins words with commas and or: a, b or c.
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
