package main

import (
	"errors"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// exactText is the next value byte for byte. Kong's own way leads through JSON,
// in which a path that is not UTF-8 becomes another one.
func exactText(ctx *kong.DecodeContext) (string, error) {
	token, err := ctx.Scan.PopValue("string")
	if err != nil {
		return "", err
	}
	return token.String(), nil
}

// exactTextInto is [exactText] for every flag and argument that is a text.
func exactTextInto(ctx *kong.DecodeContext, target reflect.Value) error {
	text, err := exactText(ctx)
	if err == nil {
		target.SetString(text)
	}
	return err
}

var errEmptyValue = errors.New("the value is empty")

// commaList is a flag of values separated by commas; repeated, they are joined.
// An empty value is refused: it is most often a variable that was not set, and
// must not widen what is chosen.
type commaList []string

// Decode reads one occurrence of the flag.
func (l *commaList) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if err != nil {
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
	text, err := exactText(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errEmptyValue
	}
	*l = append(*l, text)
	return nil
}
