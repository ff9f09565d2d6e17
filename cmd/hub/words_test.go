package main

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/githook"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// hostileWords are words that mean something to a shell, or to hub.
func hostileWords() []string {
	return []string{
		"$(touch pwned)", "`touch pwned`", "a;touch pwned", "a|touch pwned", "a&touch pwned", "a'b", "'", "''", `"`, `\`, `a\`, `a\'b`, "a b", " a ", "",
		"*", "?", "[a]", "{a,b}", "~", "~root", "#a", "!a", "a!b", "=ls", "a=b", "$HOME", "${HOME}", "<a", ">a", "(a)", "a\nb", "a\n\ntouch pwned\n", "é ☃", "%1", "^a", "a,b",
		"-rf", "--yes", "-", "--", "7", "007", "id:7", "id:-x", "x7", "group:a", "tag:b", "3-9", "examples/a.sh",
	}
}

// A shell reads every word of a command that hub prints as itself.
func TestShellWord(t *testing.T) {
	shells := []string{"sh", "dash", "bash", "zsh", "ksh", "busybox"}
	rnd := rand.New(rand.NewPCG(7, 8))
	words := hostileWords()
	const odd = "'\"\\$`!*?[]{}()<>|&;#~=%^ \t\n-az07é"
	for range 200 {
		var b strings.Builder
		for range rnd.IntN(8) {
			letters := []rune(odd)
			b.WriteRune(letters[rnd.IntN(len(letters))])
		}
		words = append(words, b.String())
	}
	script, want := "printf '%s\\0'", ""
	for _, w := range words {
		script += " " + shellWord(w)
		want += w + "\x00"
	}
	tried := 0
	for _, shell := range shells {
		file, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		tried++
		args := []string{"-c", script}
		if shell == "busybox" {
			args = append([]string{"sh"}, args...)
		}
		cmd := exec.Command(file, args...)
		cmd.Dir = t.TempDir()
		got, err := cmd.Output()
		require.NoError(t, err, shell)
		assert.Equal(t, want, string(got), shell)
		assert.NoFileExists(t, cmd.Dir+"/pwned", shell)
	}
	if tried == 0 {
		t.Skip("there is no shell")
	}
}

// A word that names an example names that one, and is no flag, whatever other
// examples are called and however many there are.
func TestExampleWord(t *testing.T) {
	var all []hub.Example
	for i, id := range hostileWords() {
		if strings.TrimSpace(id) != "" {
			all = append(all, hub.Example{Index: len(all) + 1, ID: id, Path: "examples/" + string(rune('a'+i)) + ".sh"})
		}
	}
	cat := &catalog.Catalog{Examples: all}
	for i := range all {
		word := exampleWord(all[i].ID)
		ref := strings.ReplaceAll(word, `'\''`, "\x00")
		if strings.HasPrefix(ref, "'") {
			ref = strings.TrimSuffix(strings.TrimPrefix(ref, "'"), "'")
		}
		ref = strings.ReplaceAll(ref, "\x00", "'")
		assert.False(t, strings.HasPrefix(ref, "-"), ref)
		found, err := cat.Lookup(ref)
		if assert.NoError(t, err, ref) {
			assert.Equal(t, all[i].ID, found.ID)
		}
	}
	assert.Equal(t, "examples/a.sh", exampleWord("examples/a.sh"), "what needs nothing gets nothing")
}

// The flags of a hint name the folder and the files that were given.
func TestCommandsHoldHostilePaths(t *testing.T) {
	state := "$(touch pwned)"
	app := &App{CLI: &CLI{Chdir: "-rf", Config: "a'b;c", State: &state}}
	assert.Equal(t, `hub -C ./-rf -c 'a'\''b;c' '--state=$(touch pwned)' show 1`, app.command("show", "1"))
	assert.Equal(t, `hub -C './$(touch pwned)' -c a.yaml`, githook.Project{"-C", "./$(touch pwned)", "-c", "a.yaml"}.String())
}
