package classify

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// locate converts a printed path to a slash path from the project's root. ok is false
// if it is outside the project, in a folder of third-party code, or ambiguous. bare
// says that the language prints file names without folders, of which only the entry
// file's is recognised.
func (f Facts) locate(printed string, bare bool) (file string, ok bool) {
	p := strings.TrimSpace(printed)
	if rest, is := strings.CutPrefix(p, "file://"); is {
		if decoded, err := url.PathUnescape(rest); err == nil {
			rest = decoded
		}
		p = rest
		if drive(strings.TrimPrefix(p, "/")) {
			p = p[1:]
		}
	}
	if p == "" || strings.ContainsAny(p, "\n\x00<>") || scheme(p) {
		return "", false
	}
	if rest, short := strings.CutPrefix(p, "..."); short { // Lua keeps the end of a long name
		return f.File, len(rest) > 4 && strings.HasSuffix(slashed(f.Root)+"/"+f.File, rest)
	}
	root, dir := slashed(f.Root), slashed(f.Dir)
	if drive(p) || drive(root) {
		p = strings.ReplaceAll(p, `\`, "/")
	}
	switch {
	case path.IsAbs(p) || drive(p):
		file, ok = f.absolute(path.Clean(p), root, dir)
	case hub.PrintablePath(p) == path.Base(f.File) || hub.PrintablePath(path.Clean(p)) == f.File:
		file, ok = f.File, true
	case !strings.Contains(p, "/") && (bare || !strings.Contains(p, ".")):
		// Not a file, such as undefined, [eval] or a host.
		return "", false
	case dir != "" && dir != root:
		file, ok = f.absolute(path.Join(dir, p), root, dir)
	default:
		file = hub.PrintablePath(path.Clean(p))
		ok = file != ".." && !strings.HasPrefix(file, "../")
	}
	if !ok || foreign(file) {
		return "", false
	}
	return file, true
}

// scheme reports whether p begins with the scheme of a URL, such as node: and ext:, but
// not with a drive.
func scheme(p string) bool {
	name, _, found := strings.Cut(p, ":")
	return found && len(name) > 1 && !strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
}

// absolute returns the absolute path p relative to the root, and printable like
// f.File.
func (f Facts) absolute(p, root, dir string) (string, bool) {
	if rel, ok := below(p, root); ok {
		return hub.PrintablePath(rel), true
	}
	// The process ran in a copy of the entry file's folder.
	if rel, ok := below(p, dir); ok {
		return path.Join(path.Dir(f.File), hub.PrintablePath(rel)), true
	}
	// Interpreters resolve symbolic links, and on macOS temporary folders are below
	// one.
	if rel, ok := below(p, "/private"+root); ok && root != "" {
		return hub.PrintablePath(rel), true
	}
	if f.File != "" && strings.HasSuffix(hub.PrintablePath(p), "/"+f.File) {
		return f.File, true
	}
	return "", false
}

func below(p, folder string) (string, bool) {
	if folder == "" {
		return "", false
	}
	folder = strings.TrimSuffix(folder, "/") + "/"
	if len(p) <= len(folder) || p[:len(folder)] != folder && (!drive(folder) || !strings.EqualFold(p[:len(folder)], folder)) {
		return "", false
	}
	return p[len(folder):], true
}

// foreign reports whether the path is in a folder that conventionally contains
// third-party code.
func foreign(p string) bool {
	for part := range strings.SplitSeq(path.Dir(p), "/") {
		switch part {
		case "node_modules", "vendor", "site-packages", "dist-packages", ".venv", "venv", ".tox", ".bundle":
			return true
		}
	}
	return false
}

// slashed returns a folder of [Facts] as a clean slash path.
func slashed(folder string) string {
	if drive(folder) {
		folder = strings.ReplaceAll(folder, `\`, "/")
	}
	if folder == "" {
		return ""
	}
	return path.Clean(folder)
}

// drive reports whether p begins with a drive letter, as on Windows.
func drive(p string) bool {
	return len(p) >= 3 && p[0] <= unicode.MaxASCII && unicode.IsLetter(rune(p[0])) && p[1] == ':' && (p[2] == '\\' || p[2] == '/')
}
