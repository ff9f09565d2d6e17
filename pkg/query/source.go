package query

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// MaxSource bounds how much of an entry file is shown, in bytes.
const MaxSource = 256 << 10

// ReadSource sets Source and Cut: the beginning of the entry file, or why there is none to
// show. Hide masks secrets, also one across the place where the text is cut.
func (x *Example) ReadSource() {
	if x.Invalid != nil && x.Invalid.Type == hub.ErrUnreadable {
		x.Source = sanitize.Line(x.Invalid.Message)
		return
	}
	data, err := plainfile.Head(x.File, make([]byte, 2*MaxSource))
	if err != nil {
		x.Source = sanitize.Line(err.Error())
		return
	}
	text := x.Hide(string(data))
	x.Source, x.Cut = text[:min(len(text), MaxSource)], len(text) > MaxSource || len(data) == 2*MaxSource
}
