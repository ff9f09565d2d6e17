package main

import (
	"errors"
	"strings"

	"github.com/alecthomas/kong"
)

var errEmptyValue = errors.New("the value is empty")

// commaList is a flag of values separated by commas; repeated, they are joined.
// An empty value is refused: it is most often a variable that was not set, and
// must not widen what is chosen.
type commaList []string

// Decode reads one occurrence of the flag.
func (l *commaList) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("value", &text); err != nil {
		return err
	}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			return errEmptyValue
		}
		*l = append(*l, part)
	}
	return nil
}

// wordList is a flag that is repeated for several values, which may hold
// commas. An empty one is refused.
type wordList []string

// Decode reads one occurrence of the flag.
func (l *wordList) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("value", &text); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errEmptyValue
	}
	*l = append(*l, text)
	return nil
}
