package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/help"
	"github.com/seed-00a9b34c/hub/pkg/lang"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/reporters"
)

// manualLists are what the manual lists, by name: functions that return Markdown.
func manualLists(t *testing.T) map[string]func() string {
	lists := map[string]func() string{
		"topics":        topicList,
		"filters":       filterList,
		"formats":       formatList,
		"systems":       systemList,
		"languages":     languageList,
		"error types":   func() string { return errorList(t) },
		"usual secrets": func() string { return "`" + strings.Join(config.UsualSecrets(), "` `") + "`" },
		"words":         wordList,
	}
	commandLists(t, lists)
	keyLists(t, lists)
	return lists
}

// item is a line of a list. Text is plain, but for links of doc comments.
func item(name, text string) string {
	text = regexp.MustCompile(` \(\[\w+\]\)`).ReplaceAllString(text, "")
	return "- " + name + ": " + strings.NewReplacer("*", `\*`, "_", `\_`, "[", `\[`, "<", `\<`).Replace(text) + "\n"
}

func topicList() string {
	var b strings.Builder
	for _, topic := range manual.Topics() {
		fmt.Fprintf(&b, "- [%s](%s.md): %s\n", topic.Name, topic.Name, topic.Title)
	}
	return b.String()
}

func filterList() string {
	var b strings.Builder
	for _, f := range selection.Filters() {
		b.WriteString(item("`"+f.Name+"`", f.Doc+"."))
	}
	return b.String()
}

func formatList() string {
	var b strings.Builder
	for _, r := range reporters.All() {
		b.WriteString(item("`"+r.Name+"`", fmt.Sprintf("%s; by default %s.", r.Doc, r.File)))
	}
	return b.String()
}

func systemList() string {
	b := strings.Builder{}
	b.WriteString("| `--ci=` | system | commands in its log | shards by `--shard=auto` | attempts |\n|---|---|---|---|---|\n")
	yes := func(ok bool) string {
		if ok {
			return "yes"
		}
		return "–"
	}
	for _, s := range ci.Systems() {
		if len(s.Batch) == 0 {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", s.Name, s.Title, yes(s.Protocol != nil), yes(s.Parts != nil && (s.Parts.Index != "" || s.Parts.Read != nil)), yes(s.Attempt != nil))
		}
	}
	return b.String()
}

func languageList() string {
	b := strings.Builder{}
	b.WriteString("| runner | files | `#!` |\n|---|---|---|\n")
	for _, l := range lang.All() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", l.Name, strings.Join(l.Match, " "), strings.Join(l.Interpreters, " "))
	}
	return strings.ReplaceAll(b.String(), "*", `\*`)
}

// errorList lists the types of errors with their comments in the source.
func errorList(t *testing.T) string {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "pkg", "hub", "errors.go"), nil, parser.ParseComments)
	require.NoError(t, err)
	var b strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		literal, ok := v.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		name, err := strconv.Unquote(literal.Value)
		require.NoError(t, err)
		doc := strings.TrimSpace(cmp.Or(v.Comment.Text(), v.Doc.Text()))
		require.NotEmpty(t, doc, name)
		b.WriteString(item("`"+name+"`", strings.TrimSuffix(strings.Join(strings.Fields(doc), " "), ".")+"."))
		return true
	})
	return b.String()
}

func wordList() string {
	b := strings.Builder{}
	b.WriteString("| word | of | hub |\n|---|---|---|\n")
	for _, w := range familiar.Words() {
		in := "every command"
		if !strings.HasPrefix(w.Text, "-") {
			in = "the command line"
		} else if len(w.In) > 0 {
			in = strings.Join(w.In, ", ")
		}
		means := "not needed: it is the default"
		if len(w.As) > 0 {
			means = "`" + strings.Join(w.As, " ") + "`"
		}
		for i, line := range w.Try {
			if i == 0 {
				means = ""
			} else {
				means += " or "
			}
			means += "`hub " + line + "`"
		}
		if w.Note != "" {
			means += " (" + w.Note + ")"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", w.Text, in, means)
	}
	return b.String()
}

// commandLists adds the help of every command, without examples and global flags, and
// the latter.
func commandLists(t *testing.T, lists map[string]func() string) {
	o := help.Options{Value: help.Value, Examples: func(string) []string { return nil }}
	text := func(n *kong.Node) (own, global string) {
		var b bytes.Buffer
		require.NoError(t, o.Node(&b, n))
		own, global, ok := strings.Cut(b.String(), "\n"+help.Global+"\n")
		require.True(t, ok)
		return "```text\n" + own + "```\n", "```text\n" + global + "```\n"
	}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, c := range n.Children {
			if c.Hidden {
				continue
			}
			walk(c)
			lists["hub "+c.Path()] = func() string { own, _ := text(c); return own }
		}
	}
	app := grammar(t)
	walk(app.Node)
	lists["global flags"] = func() string { _, global := text(app.Children[0]); return global }
}

// key is a part of the schema of hub.yaml.
type key struct {
	Description string
	Default     any
	Enum        []string
	Properties  map[string]*key
	Items       *key
	AnyOf       []*key
	Additional  any `json:"additionalProperties"`
}

// keyLists adds the keys of each section of hub.yaml, and those of metadata.
func keyLists(t *testing.T, lists map[string]func() string) {
	var root key
	require.NoError(t, json.Unmarshal(config.Schema(), &root))
	seen := map[string]string{} // where the keys below a key are listed: by the key's shape
	for _, name := range []string{"run", "groups"} {
		shapes(name, root.Properties[name], seen)
	}
	for name, k := range root.Properties {
		lists["keys "+name] = func() string {
			var b strings.Builder
			if name != "overrides" {
				k.list(&b, name, seen)
				return b.String()
			}
			b.WriteString(item("`overrides`", k.Description))
			(&key{Properties: map[string]*key{"match": k.Items.Properties["match"]}}).below(&b, "overrides[]", nil)
			return b.String()
		}
	}
	settings := key{Properties: maps.Clone(root.Properties["overrides"].Items.Properties)}
	delete(settings.Properties, "match")
	lists["metadata keys"] = func() string {
		var b strings.Builder
		settings.below(&b, "", nil)
		return b.String()
	}
}

// parts are the key itself, and what may be in its place.
func (k *key) parts() []*key {
	all := append([]*key{k}, k.AnyOf...)
	for _, p := range all {
		if p.Items != nil {
			all = append(all, p.Items)
			all = append(all, p.Items.AnyOf...)
		}
	}
	return all
}

// children returns the keys below it, and whether they are of entries of a list.
func (k *key) children() (children map[string]*key, suffix string) {
	for _, p := range k.parts() {
		if named, ok := p.Additional.(map[string]any); ok {
			var entry key
			text, _ := json.Marshal(named)
			if json.Unmarshal(text, &entry) == nil && len(entry.Properties) > 0 {
				return entry.Properties, ".NAME"
			}
		}
		if len(p.Properties) > 0 {
			children = p.Properties
			if p != k && slices.ContainsFunc(k.parts(), func(q *key) bool { return q.Items != nil && (q.Items == p || slices.Contains(q.Items.AnyOf, p)) }) {
				suffix = "[]"
			}
			return children, suffix
		}
	}
	return nil, ""
}

// shapes records where keys below keys are listed first.
func shapes(name string, k *key, seen map[string]string) {
	children, suffix := k.children()
	if len(children) == 0 {
		return
	}
	if shape := fmt.Sprint(sorted(children), suffix); seen[shape] == "" {
		seen[shape] = name
	}
	for _, c := range sorted(children) {
		shapes(name+suffix+"."+c, children[c], seen)
	}
}

// list writes the key and those below it.
func (k *key) list(b *strings.Builder, name string, seen map[string]string) {
	label := "`" + name + "`"
	if k.Default != nil {
		text, isText := k.Default.(string)
		if !isText {
			data, _ := json.Marshal(k.Default)
			text = string(data)
		}
		label += ", default `" + text + "`"
	}
	children, suffix := k.children()
	text := k.Description
	at := seen[fmt.Sprint(sorted(children), suffix)]
	again := len(children) > 0 && at != "" && at != name
	if again {
		text = strings.TrimSpace(text + " Its keys are those of " + at + ".")
	}
	b.WriteString(item(label, cmp.Or(text, "See below.")))
	if !again {
		k.below(b, name, seen)
	}
}

// below writes the keys below the key.
func (k *key) below(b *strings.Builder, name string, seen map[string]string) {
	children, suffix := k.children()
	for _, c := range sorted(children) {
		full := c
		if name != "" {
			full = name + suffix + "." + c
		}
		children[c].list(b, full, seen)
	}
}
