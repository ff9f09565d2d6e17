package misuse

import (
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Forgive calls read with args. If read refuses a word of another tool that means exactly
// the same as one of hub's, or arguments with flags between them, Forgive calls it again
// with corrected arguments. It returns the error of the last call. For words that mean
// something similar, the error says what to type.
func Forgive(args []string, read func(args []string) error) error {
	err := read(args)
	for err != nil {
		next, failed, ok := again(args, err, read)
		if !ok {
			return failed
		}
		args, err = next, failed
	}
	return nil
}

// again calls read with corrected arguments and returns these and the error of read. ok is
// false if there is nothing to correct; failed is then the error to report.
func again(args []string, err error, read func(args []string) error) (next []string, failed error, ok bool) {
	if Scattered(err) {
		if next = flags.Together(Node(err), args); !slices.Equal(next, args) {
			return next, read(next), true
		}
	}
	word, command := Unknown(err)
	for _, row := range familiar.Find(word, command) {
		if !row.Same() {
			return nil, usage.Errorf("%s", row.Answer(command)), false
		}
		next, found := row.Replace(args)
		if !found {
			continue
		}
		failed := read(next)
		if other, _ := Unknown(failed); other == "" || !slices.ContainsFunc(row.As, func(as string) bool { return strings.HasPrefix(as, other) }) {
			return next, failed, true
		}
	}
	return nil, err, false
}
