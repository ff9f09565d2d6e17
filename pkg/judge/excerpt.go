package judge

import (
	"context"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

const (
	// linesBefore and linesAfter are the numbers of lines around the line of a failure.
	linesBefore, linesAfter = 4, 2
	// maxSource bounds the file, maxLine one line of the excerpt, in bytes.
	maxSource, maxLine = 1 << 20, 200
)

// Excerpt returns the lines around the place where an attempt failed; nil if the place is
// unknown or not in a text file of the project at root.
//
// The place often comes from the output of the example and is untrusted: Excerpt reads no
// hidden files and folders, such as .env and .git, and nothing outside the project. hide
// masks secrets, before anything is cut, since a part of one would not be found. Excerpt
// returns nil for a file with a secret that spans several lines.
func Excerpt(ctx context.Context, root string, hide func(string) string, err *hub.Error) *hub.Excerpt {
	if err == nil || err.Line < 1 || path.IsAbs(err.File) ||
		slices.ContainsFunc(strings.Split(err.File, "/"), func(part string) bool { return part == "" || part[0] == '.' }) {
		return nil
	}
	dir, failed := plainfile.Folder(root)
	if failed != nil {
		return nil
	}
	defer dir.Close()
	text, failed := plainfile.ReadIn(ctx, dir, err.File, maxSource)
	if failed != nil || !utf8.Valid(text) || slices.Contains(text, 0) {
		return nil
	}
	plain := strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	lines := strings.Split(hide(plain), "\n")
	if err.Line > len(lines) || len(lines) != strings.Count(plain, "\n")+1 {
		return nil
	}
	first := max(1, err.Line-linesBefore)
	kept := lines[first-1 : min(len(lines), err.Line+linesAfter)]
	out := make([]string, len(kept))
	for i, line := range kept {
		if out[i] = sanitize.Head(line, maxLine); out[i] != line {
			out[i] += "…"
		}
	}
	return &hub.Excerpt{Line: first, Text: strings.Join(out, "\n")}
}
