package githook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Name is the file name of the hook, and Kept the name to which an existing
// hook is renamed.
const (
	Name = "pre-commit"
	Kept = Name + ".before-hub"
)

// Project is a project that the hook serves: the arguments with which hub runs
// in it, from the work tree's top.
type Project []string

// script is the content of the hook.
type script struct {
	// program is hub's absolute path, tried before hub on PATH, because a
	// program that commits for its user may have another PATH; empty: only
	// PATH.
	program  string
	projects []Project
	// staged are those whose staged examples run as well.
	staged []Project
}

const (
	markPrefix = "# hub-hook 1 "
	callPrefix = "hub_hook_clean "
	runPrefix  = "hub_hook_staged "
	lineEnd    = " #\n"
)

// render returns the script. The words of a project must not contain line ends.
func (s script) render() []byte {
	lines := []string{
		"# Deletes old results of hub. Written by 'hub hooks install', removed by 'hub hooks uninstall'.",
		"hub_hook_dir=.",
		"case $0 in */*) hub_hook_dir=${0%/*} ;; esac",
		"hub_hook_hub=" + quote(s.program),
		`[ -n "$hub_hook_hub" ] && [ -x "$hub_hook_hub" ] || hub_hook_hub=hub`,
		`hub_hook_clean() { ( "$hub_hook_hub" "$@" clean --silent || : ) </dev/null >/dev/null 2>&1; }`,
	}
	if len(s.staged) > 0 {
		lines = append(lines, `hub_hook_staged() { command -v "$hub_hook_hub" >/dev/null 2>&1 || return 0`,
			`"$hub_hook_hub" "$@" `+strings.TrimPrefix(Staged, "hub ")+` </dev/null >&2 || echo "hub: the commit goes on; see 'hub errors'" >&2`, "}")
	}
	for _, p := range s.projects {
		lines = append(lines, callPrefix+quoteAll(p))
	}
	for _, p := range s.staged {
		lines = append(lines, runPrefix+quoteAll(p))
	}
	lines = append(lines,
		`if [ -x "$hub_hook_dir/`+Kept+`" ]; then exec "$hub_hook_dir/`+Kept+`" "$@"; fi`,
		"exit 0")
	body := strings.Join(lines, lineEnd) + lineEnd
	return []byte("#!/bin/sh\n" + markPrefix + checksum(body) + lineEnd + body)
}

func checksum(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:8])
}

var marked = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\A#!/bin/sh\n` + markPrefix + `([0-9a-f]{16}) #\n`) })

// parse parses a hook. ours: this package wrote it; intact: it is unchanged.
func parse(data []byte) (s script, ours, intact bool) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	m := marked().FindStringSubmatch(text)
	if m == nil {
		return script{}, bytes.Contains(data, []byte(markPrefix)), false
	}
	body := text[len(m[0]):]
	for line := range strings.SplitSeq(body, lineEnd) {
		if words, ok := strings.CutPrefix(line, callPrefix); ok {
			s.projects = append(s.projects, unquoteAll(words))
		}
		if words, ok := strings.CutPrefix(line, runPrefix); ok {
			s.staged = append(s.staged, unquoteAll(words))
		}
		if word, ok := strings.CutPrefix(line, "hub_hook_hub="); ok {
			s.program = strings.Join(unquoteAll(word), "")
		}
	}
	return s, true, checksum(body) == m[1]
}

// with returns the script with the project, whose staged examples run or not.
func (s script) with(p Project, staged bool) script {
	if find(s.projects, p) < 0 {
		s.projects = append(slices.Clone(s.projects), p)
	}
	at := find(s.staged, p)
	switch {
	case staged && at < 0:
		s.staged = append(slices.Clone(s.staged), p)
	case !staged && at >= 0:
		s.staged = slices.Delete(slices.Clone(s.staged), at, at+1)
	}
	return s
}

// without returns the script without the project.
func (s script) without(p Project) script {
	s = s.with(p, false)
	at := find(s.projects, p)
	s.projects = slices.Delete(s.projects, at, at+1)
	return s
}

func find(in []Project, p Project) int {
	return slices.IndexFunc(in, func(o Project) bool { return slices.Equal(o, p) })
}

// quoteAll quotes words for a shell.
func quoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return strings.Join(quoted, " ")
}

// quote quotes text as one word for a shell.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

var quoted = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'(?:[^']|'\\'')*'`) })

// unquoteAll parses words written by quote.
func unquoteAll(text string) []string {
	var words []string
	for _, w := range quoted().FindAllString(text, -1) {
		words = append(words, strings.ReplaceAll(w[1:len(w)-1], `'\''`, "'"))
	}
	return words
}

// String returns the command for the project, from the work tree's top, for
// pasting into a POSIX shell.
func (p Project) String() string {
	words := []string{"hub"}
	for _, w := range p {
		if !plain().MatchString(w) {
			w = quote(w)
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// plain is a word that a shell reads as itself.
var plain = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\A[A-Za-z0-9_./-]+\z`) })
