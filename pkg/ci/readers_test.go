package ci_test

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// The functions below read a log as each system documents it, or as the source of its
// runner does. In doubt they find a command.

// command is a command that a system finds in a log.
type command struct {
	name  string
	props map[string]string
	data  string
}

// commands returns the commands that the system finds in a log.
func commands(system, log string) []command {
	return map[string]func(string) []command{
		"github": githubCommands, "gitlab": gitlabCommands, "azure": azureCommands,
		"buildkite": buildkiteCommands, "teamcity": teamcityCommands,
	}[system](log)
}

// widthless drops the characters that comparisons in .NET ignore.
func widthless(s string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, s)
}

// splitLines splits as .NET reads lines.
func splitLines(s string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n")
}

var githubRegistered = []string{
	"stop-commands", "set-env", "set-output", "save-state", "add-mask", "add-path", "add-matcher", "remove-matcher",
	"debug", "warning", "error", "notice", "group", "endgroup", "echo", "internal-set-repo-path",
}

func githubCommands(log string) []command {
	var out []command
	stop := ""
	registered := func(name string) bool {
		for _, r := range githubRegistered {
			if strings.EqualFold(name, r) {
				return true
			}
		}
		return stop != "" && strings.EqualFold(name, stop)
	}
	for _, line := range splitLines(log) {
		line = widthless(line)
		var c command
		found := false
		if rest, ok := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::"); ok {
			if info, data, ok := strings.Cut(rest, "::"); ok {
				c = parseCommand(info, ",", unescape("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%"))
				c.data = unescape("%0D", "\r", "%0A", "\n", "%25", "%")(data)
				found = registered(c.name)
			}
		}
		if _, rest, ok := strings.Cut(line, "##["); ok && !found {
			if info, data, ok := strings.Cut(rest, "]"); ok {
				c = parseCommand(info, ";", unescape("%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%25", "%"))
				c.data = data
				found = registered(c.name)
			}
		}
		switch {
		case !found:
		case stop != "":
			if strings.EqualFold(c.name, stop) {
				stop = ""
				out = append(out, command{name: "resume"})
			}
		default:
			if strings.EqualFold(c.name, "stop-commands") {
				stop = c.data
			}
			out = append(out, c)
		}
	}
	return out
}

var azureViewer = regexp.MustCompile(`##\[([a-z]*)\](.*)`)

func azureCommands(log string) []command {
	var out []command
	for _, line := range splitLines(log) {
		line = widthless(line)
		if _, rest, ok := strings.Cut(line, "##vso["); ok {
			info, data, _ := strings.Cut(rest, "]")
			decode := unescape("%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%AZP25", "%")
			c := parseCommand(info, ";", decode)
			c.data = decode(data)
			out = append(out, c)
		} else if m := azureViewer.FindStringSubmatch(line); m != nil {
			out = append(out, command{name: m[1], data: m[2]})
		}
	}
	return out
}

func parseCommand(info, separator string, decode func(string) string) command {
	name, rest, _ := strings.Cut(info, " ")
	c := command{name: name, props: map[string]string{}}
	for _, p := range strings.Split(strings.TrimSpace(rest), separator) {
		if k, v, ok := strings.Cut(p, "="); ok && v != "" {
			c.props[k] = decode(v)
		}
	}
	return c
}

// unescape replaces in the order of the runners: the percent sign last.
func unescape(pairs ...string) func(string) string {
	return func(s string) string {
		for i := 0; i < len(pairs); i += 2 {
			s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
		}
		return s
	}
}

var gitlabSection = regexp.MustCompile(`section_(start|end):(\d+):([a-zA-Z0-9_.-]+)(\[\w+=\w+\])?\r(?:\x1b\[0K)?`)

func gitlabCommands(log string) []command {
	var out []command
	for _, m := range gitlabSection.FindAllStringSubmatch(log, -1) {
		out = append(out, command{name: m[1], data: m[2], props: map[string]string{"name": m[3], "options": m[4]}})
	}
	return out
}

var buildkiteGroup = regexp.MustCompile(`^(?:\x1b[^a-zA-Z]*[a-zA-Z]|\s)*(---|\+\+\+|~~~|\^\^\^)(.*)`)

func buildkiteCommands(log string) []command {
	var out []command
	for _, line := range splitLines(log) {
		if m := buildkiteGroup.FindStringSubmatch(line); m != nil {
			out = append(out, command{name: m[1], data: strings.TrimPrefix(m[2], " ")})
		}
	}
	return out
}

var (
	teamcityMessage   = regexp.MustCompile(`##teamcity\[((?:\|.|[^\]\n|])*)(\]?)`)
	teamcityAttribute = regexp.MustCompile(`([A-Za-z]+)\s*=\s*'((?:\|.|[^'|])*)'`)
	teamcityEscaped   = regexp.MustCompile(`(?s)\|(?:0x([0-9a-f]{4})|(.))|(.)`)
)

func teamcityCommands(log string) []command {
	var out []command
	for _, line := range splitLines(log) {
		for _, m := range teamcityMessage.FindAllStringSubmatch(line, -1) {
			name, rest, _ := strings.Cut(m[1], " ")
			c := command{name: name, props: map[string]string{}, data: m[2]}
			for _, a := range teamcityAttribute.FindAllStringSubmatch(rest, -1) {
				c.props[a[1]] = teamcityDecode(a[2])
			}
			if left := teamcityAttribute.ReplaceAllString(rest, ""); strings.TrimSpace(left) != "" {
				c.name += " malformed: " + left
			}
			out = append(out, c)
		}
	}
	return out
}

func teamcityDecode(s string) string {
	var units []uint16
	for _, m := range teamcityEscaped.FindAllStringSubmatch(s, -1) {
		switch {
		case m[1] != "":
			u, _ := strconv.ParseUint(m[1], 16, 16)
			units = append(units, uint16(u))
		case m[2] == "n":
			units = append(units, '\n')
		case m[2] == "r":
			units = append(units, '\r')
		default:
			units = append(units, utf16.Encode([]rune(m[2]+m[3]))...)
		}
	}
	return string(utf16.Decode(units))
}
