package runner

import (
	"bytes"
	"io"
	"path"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// maxEchoed bounds the front matter that PHP prints, in bytes.
const maxEchoed = 64 << 10

// fence is the first line of front matter.
const fence = "---"

// echoed returns the front matter above <?php in the entry file of a PHP example,
// masked, with the description below it: PHP prints both before it runs anything. It is
// nil without front matter. Text on the line of <?php is output of the example.
func echoed(e *hub.Example, secrets *mask.Patterns) []byte {
	data, err := plainfile.Head(e.File, make([]byte, maxEchoed))
	if err != nil {
		return nil
	}
	if bytes.HasPrefix(data, []byte("#!")) { // which PHP does not print
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	above, _, found := bytes.Cut(data, []byte("<?php"))
	if !found {
		return nil
	}
	n := matterLen(above)
	if n > 0 {
		n = max(n, bytes.LastIndexByte(above, '\n')+1)
	}
	return []byte(secrets.String(string(above[:n])))
}

// matterLen returns the length of the front matter at the beginning of the text, with
// both fences; 0 if package head finds none.
func matterLen(text []byte) int {
	m := head.Parse("x.php", text).Matter
	if m == nil || m.Open {
		return 0
	}
	n, closed := 0, false
	for line := range bytes.Lines(text) {
		fenced := string(bytes.TrimRight(line, " \t\r\n\f\v")) == fence
		if n == 0 && !fenced {
			return 0
		}
		closed = fenced && n > 0
		if n += len(line); closed {
			return n
		}
	}
	return 0
}

// unechoed passes an output on without the front matter at its beginning, which is
// metadata and not output of the example.
type unechoed struct {
	w io.Writer
	// head returns the front matter. It is called only if an output begins like front
	// matter.
	head  func() []byte
	begun bool
	rest  []byte // of the front matter, while the output is the same
	begin []byte // what of it was printed so far
}

// without returns a writer that drops the front matter that PHP prints; w itself for
// other examples.
func without(e *hub.Example, secrets *mask.Patterns, w io.Writer) (out io.Writer, end func()) {
	if e == nil || path.Ext(e.Path) != ".php" {
		return w, func() {}
	}
	u := &unechoed{w: w, head: func() []byte { return echoed(e, secrets) }}
	return u, u.end
}

// Write never fails if w does not.
func (u *unechoed) Write(p []byte) (int, error) {
	n := len(p)
	if !u.begun && n > 0 {
		u.begun = true
		if p[0] == fence[0] {
			u.rest = u.head()
		}
	}
	if len(u.rest) > 0 {
		same := min(len(u.rest), len(p))
		if !bytes.Equal(u.rest[:same], p[:same]) {
			u.end()
		} else {
			u.begin = append(u.begin, p[:same]...)
			if u.rest, p = u.rest[same:], p[same:]; len(u.rest) == 0 {
				u.begin = nil
			}
		}
	}
	if len(p) > 0 && len(u.rest) == 0 {
		if _, err := u.w.Write(p); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// end passes on a beginning that looked like front matter but was incomplete.
func (u *unechoed) end() {
	begin := u.begin
	u.begin, u.rest = nil, nil
	if len(begin) > 0 {
		_, _ = u.w.Write(begin) // a keeper never fails
	}
}
