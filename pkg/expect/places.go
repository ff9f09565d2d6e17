package expect

import (
	"cmp"
	"slices"
	"strings"
)

// Place is a folder that has another name on another machine.
type Place struct {
	// Path is absolute, in the system's own form.
	Path string
	// Name is written instead: [ROOT].
	Name string
}

// shorten writes the names of places for their paths, the longest that fits:
// where a path begins, and where the folder's name ends. On Windows what
// follows gets slashes, so that one golden file serves every system.
func shorten(places []Place, text string) string {
	places = forms(places)
	first := ""
	for _, p := range places {
		if !strings.Contains(first, p.Path[:1]) {
			first += p.Path[:1]
		}
	}
	if first == "" {
		return text
	}
	var b strings.Builder
	done := 0 // up to here text is written
	for at := 0; ; {
		next := strings.IndexAny(text[at:], first)
		if next < 0 {
			break
		}
		at += next
		i := slices.IndexFunc(places, func(p Place) bool { return p.at(text, at) })
		if i < 0 {
			at++
			continue
		}
		b.WriteString(text[done:at] + places[i].Name)
		at += len(places[i].Path)
		if strings.Contains(places[i].Path, `\`) {
			rest := at
			for rest < len(text) && (inPath(text[rest]) || text[rest] == '\\') {
				rest++
			}
			b.WriteString(strings.ReplaceAll(strings.ReplaceAll(text[at:rest], `\\`, `/`), `\`, `/`))
			at = rest
		}
		done = at
	}
	b.WriteString(text[done:])
	return b.String()
}

// at reports whether the path stands there as a whole. Behind a name that was
// written for a place there is none: it is a part of that path.
func (p Place) at(text string, at int) bool {
	end := at + len(p.Path)
	return strings.HasPrefix(text[at:], p.Path) &&
		(at == 0 || !inPath(text[at-1]) && text[at-1] != ']') &&
		(end == len(text) || !inPath(text[end]) || text[end] == '.' && (end+1 == len(text) || !inPath(text[end+1])))
}

// inPath reports whether a byte before or behind a path would be a part of it.
func inPath(c byte) bool {
	return c == '_' || c == '-' || c == '.' || c >= 0x80 ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// forms lists the ways in which a place may be written, the longest first;
// places that are too short to tell are left out: a root folder, nothing.
func forms(places []Place) []Place {
	var out []Place
	add := func(path, name string) {
		known := slices.ContainsFunc(out, func(p Place) bool { return p.Path == path })
		if len(strings.Trim(path, `/\`)) > 2 && !known {
			out = append(out, Place{path, name})
		}
	}
	for _, p := range places {
		path := strings.TrimRight(p.Path, `/\`)
		add(path, p.Name)
		if strings.Contains(path, `\`) {
			add(strings.ReplaceAll(path, `\`, `/`), p.Name)
			add(strings.ReplaceAll(path, `\`, `\\`), p.Name) // as JSON and source code have it
		}
	}
	slices.SortStableFunc(out, func(a, b Place) int { return cmp.Compare(len(b.Path), len(a.Path)) })
	return out
}
