package edit

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// style is how lines become a comment.
type style struct {
	open, each, close string
}

var (
	hash      = style{each: "# "}
	slashes   = style{each: "// "}
	dashes    = style{each: "-- "}
	semicolon = style{each: ";; "}
	percent   = style{each: "% "}
	block     = style{open: "/*", close: "*/"}
	markup    = style{open: "<!--", close: "-->"}
	bare      = style{}
)

// byExtension is the comment of a language, for the extensions that stand for
// one language alone.
var byExtension = map[string]style{
	".sh": hash, ".bash": hash, ".zsh": hash, ".ksh": hash, ".fish": hash, ".nu": hash,
	".py": hash, ".rb": hash, ".pl": hash, ".pm": hash, ".raku": hash, ".r": hash, ".jl": hash, ".tcl": hash, ".awk": hash,
	".ps1": hash, ".exs": hash, ".ex": hash, ".cr": hash, ".nim": hash, ".coffee": hash, ".mk": hash, ".yaml": hash, ".yml": hash, ".toml": hash,
	".php": slashes, ".js": slashes, ".mjs": slashes, ".cjs": slashes, ".jsx": slashes, ".ts": slashes, ".mts": slashes, ".cts": slashes, ".tsx": slashes,
	".go": slashes, ".rs": slashes, ".java": slashes, ".kt": slashes, ".kts": slashes, ".groovy": slashes, ".scala": slashes, ".sc": slashes,
	".swift": slashes, ".dart": slashes, ".c": slashes, ".h": slashes, ".cc": slashes, ".cpp": slashes, ".cxx": slashes, ".cs": slashes, ".fsx": slashes, ".fs": slashes,
	".zig": slashes, ".d": slashes, ".v": slashes, ".css": block,
	".lua": dashes, ".sql": dashes, ".hs": dashes, ".elm": dashes, ".adb": dashes,
	".lisp": semicolon, ".el": semicolon, ".scm": semicolon, ".ss": semicolon, ".clj": semicolon, ".bb": semicolon,
	".erl": percent, ".tex": percent,
	".html": markup, ".htm": markup, ".svg": markup, ".vue": markup,
	".md": bare, ".markdown": bare,
}

// byInterpreter is the comment of what a #! line names.
var byInterpreter = map[string]style{
	"sh": hash, "bash": hash, "dash": hash, "ash": hash, "zsh": hash, "ksh": hash, "mksh": hash, "fish": hash, "nu": hash,
	"python": hash, "ruby": hash, "perl": hash, "raku": hash, "Rscript": hash, "julia": hash, "tclsh": hash, "awk": hash, "gawk": hash, "mawk": hash,
	"elixir": hash, "crystal": hash, "make": hash, "pwsh": hash,
	"node": slashes, "nodejs": slashes, "deno": slashes, "bun": slashes, "php": slashes, "swift": slashes, "groovy": slashes, "dart": slashes,
	"lua": dashes, "luajit": dashes, "runghc": dashes, "runhaskell": dashes, "bb": semicolon,
}

// styleOf is the comment in which front matter of the file called name is to be
// written; ok is false when the file cannot hold one, or when it is not known how.
func styleOf(name string, data []byte) (s style, ok bool) {
	if bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0 {
		return style{}, false // not text
	}
	s, ok = byExtension[strings.ToLower(path.Ext(name))]
	interpreter, lined := head.Shebang(head.FirstLine(data))
	if !ok && lined {
		s, ok = byInterpreter[interpreter.Family()]
	}
	top := head.Top(data)
	rest, _, _ := bytes.Cut(data[top:], []byte("\n"))
	switch {
	case !ok:
	case s == slashes && (strings.EqualFold(path.Ext(name), ".php") || interpreter.Name == "php"):
		// Elsewhere than in PHP's own mode a comment is output.
		ok = opensPHP(data[:top])
	case string(bytes.TrimSpace(rest)) == "---":
		ok = false // another tool's
	case bytes.HasPrefix(rest, []byte("<?xml")), bytes.HasPrefix(rest, []byte("%%!")):
		ok = false // must stay first
	}
	return s, ok
}

// opensPHP reports whether what stands before the top opens PHP's mode and does
// not leave it.
func opensPHP(before []byte) bool {
	at := openPHP.FindAllIndex(before, -1)
	return len(at) > 0 && !bytes.Contains(before[at[len(at)-1][0]:], []byte("?>"))
}

// openPHP ignores case as PHP does. (Lower case has other lengths where bytes are
// no UTF-8.)
var openPHP = regexp.MustCompile(`(?i)<\?php`)
