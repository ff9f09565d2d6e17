package volatile

import (
	"cmp"
	"slices"
	"strings"
)

// Folder is a folder whose path differs between machines.
type Folder struct {
	// Path is absolute, in the system's form.
	Path string
	// Name replaces the path, such as [ROOT]. If Name is empty, paths below the folder
	// become relative to it, and the folder itself becomes a dot.
	Name string
}

// Folders replaces the paths of folders by their names, the longest match first. A
// match must be a whole path or a prefix of whole parts. On Windows the rest of the
// path gets slashes, so that one golden file serves every system.
func Folders(folders []Folder, text string) string {
	folders = forms(folders)
	first := ""
	for _, f := range folders {
		if !strings.Contains(first, f.Path[:1]) {
			first += f.Path[:1]
		}
	}
	if first == "" {
		return text
	}
	var b strings.Builder
	done := 0 // bytes of text that are written
	for at := 0; ; {
		next := strings.IndexAny(text[at:], first)
		if next < 0 {
			break
		}
		at += next
		i := slices.IndexFunc(folders, func(f Folder) bool { return f.at(text, at) })
		if i < 0 {
			at++
			continue
		}
		b.WriteString(text[done:at] + folders[i].Name)
		at += len(folders[i].Path)
		if folders[i].Name == "" {
			rest := strings.TrimLeft(text[at:], `/\`)
			if separators := len(text) - at - len(rest); separators > 0 && rest != "" && inPath(rest[0]) {
				at += separators
			} else {
				b.WriteByte('.')
			}
		}
		if strings.Contains(folders[i].Path, `\`) {
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

// at reports whether the path is at that index of text as whole parts. Directly after
// the name of another place it would be a part of that path.
func (f Folder) at(text string, at int) bool {
	end := at + len(f.Path)
	return strings.HasPrefix(text[at:], f.Path) &&
		(at == 0 || !inPath(text[at-1]) && text[at-1] != ']' && text[at-1] != '~') &&
		(end == len(text) || !inPath(text[end]) || text[end] == '.' && (end+1 == len(text) || !inPath(text[end+1])))
}

// inPath reports whether a byte next to a path would be part of it.
func inPath(c byte) bool {
	return c == '_' || c == '-' || c == '.' || c >= 0x80 ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// forms lists the spellings of folders, longest first. Folders that are too short to be
// recognised (a root folder, an empty path) are left out.
func forms(folders []Folder) []Folder {
	var out []Folder
	add := func(path, name string) {
		listed := slices.ContainsFunc(out, func(f Folder) bool { return f.Path == path })
		if len(strings.Trim(path, `/\`)) > 2 && !listed {
			out = append(out, Folder{path, name})
		}
	}
	for _, f := range folders {
		path := strings.TrimRight(f.Path, `/\`)
		add(path, f.Name)
		if strings.Contains(path, `\`) {
			add(strings.ReplaceAll(path, `\`, `/`), f.Name)
			add(strings.ReplaceAll(path, `\`, `\\`), f.Name) // as in JSON and source code
		}
	}
	slices.SortStableFunc(out, func(a, b Folder) int { return cmp.Compare(len(b.Path), len(a.Path)) })
	return out
}
