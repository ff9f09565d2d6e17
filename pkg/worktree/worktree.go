// Package worktree reads which commit of a git repository is checked out. It starts no
// program. It reads a few small files, which it does not trust: anything but a commit or a
// branch name is ignored.
package worktree

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// Head is what is checked out. Every field may be empty.
type Head struct {
	// Top is the absolute path of the work tree's root.
	Top string
	// Commit is a hash in hex.
	Commit string
	// Branch is the name without refs/heads/; empty for a detached commit.
	Branch string
}

const (
	// maxRef bounds a file with one reference, maxPacked the file packed-refs, in bytes.
	maxRef, maxPacked = 4 << 10, 4 << 20
)

// Read returns what is checked out in the work tree that contains the folder dir. Outside
// of a work tree, and where the files cannot be read, fields are empty.
func Read(dir string) Head {
	top := dir
	for !exists(filepath.Join(top, ".git")) {
		above := filepath.Dir(top)
		if above == top {
			return Head{}
		}
		top = above
	}
	h := Head{Top: top}
	git := filepath.Join(top, ".git")
	if link, ok := strings.CutPrefix(line(git), "gitdir:"); ok { // of a linked work tree or a submodule
		git = below(top, strings.TrimSpace(link))
	}
	head := line(filepath.Join(git, "HEAD"))
	ref, ok := strings.CutPrefix(head, "ref:")
	if !ok {
		h.Commit = hash(head)
		return h
	}
	ref = strings.TrimSpace(ref)
	if !strings.HasPrefix(ref, "refs/") || !filepath.IsLocal(ref) || strings.ContainsFunc(ref, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return h
	}
	if branch, ok := strings.CutPrefix(ref, "refs/heads/"); ok && branch != ".invalid" { // as where references are in a table
		h.Branch = branch
	}
	shared := git
	if common := line(filepath.Join(git, "commondir")); common != "" {
		shared = below(git, common)
	}
	for _, dir := range []string{git, shared} {
		if h.Commit = hash(line(filepath.Join(dir, filepath.FromSlash(ref)))); h.Commit != "" {
			return h
		}
	}
	h.Commit = packed(filepath.Join(shared, "packed-refs"), ref)
	return h
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// below returns the path, which may be relative to the folder.
func below(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// line returns the first line of a file without blanks around it; empty if it cannot be
// read.
func line(path string) string {
	text, err := plainfile.Head(path, make([]byte, maxRef))
	if err != nil {
		return ""
	}
	first, _, _ := bytes.Cut(text, []byte{'\n'})
	return string(bytes.TrimSpace(first))
}

// hash returns s if it is a hash in hex, of SHA-1 or SHA-256; else "".
func hash(s string) string {
	if len(s) != 40 && len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return s
}

// packed returns the commit of a reference in a file of many.
func packed(path, ref string) string {
	f, err := plainfile.Open(path, maxPacked)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if commit, name, ok := strings.Cut(lines.Text(), " "); ok && name == ref {
			return hash(commit)
		}
	}
	return ""
}
