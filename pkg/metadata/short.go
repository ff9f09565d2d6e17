package metadata

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// shortLength is the number of digits of a short ID.
const shortLength = 4

// ShortIDs hands out IDs of four hexadecimal digits. Each is derived from the path of
// its example, so that it is the same on every machine, whatever the order in which
// examples are added. It hands out no ID that could be read as a number, such as 1234,
// 12e4 and 0b01.
type ShortIDs struct {
	taken map[string]string // the path of the example by its ID or docname
}

// NewShortIDs returns the short IDs that are free beside those of the catalog, all
// its examples.
func NewShortIDs(catalog []hub.Example) *ShortIDs {
	s := &ShortIDs{taken: make(map[string]string, len(catalog))}
	for i := range catalog {
		e := &catalog[i]
		s.taken[e.ID] = e.Path
		if e.DocName != "" && s.taken[e.DocName] == "" {
			s.taken[e.DocName] = e.Path
		}
	}
	return s
}

// Take returns the short ID of an example whose ID is its path. If the first candidate
// is taken, it returns a later one; collision names the example that has the first.
func (s *ShortIDs) Take(e *hub.Example) (id, collision string, err error) {
	sum := sha256.Sum256([]byte(e.ID))
	for range 1000 {
		for digits := hex.EncodeToString(sum[:]); digits != ""; digits = digits[shortLength:] {
			next := digits[:shortLength]
			if isNumber(next) {
				continue
			}
			if has, taken := s.taken[next]; taken {
				if collision == "" {
					collision = fmt.Sprintf("the short ID %s belongs to %s", next, has)
				}
				continue
			}
			s.taken[next] = e.Path
			return next, collision, nil
		}
		sum = sha256.Sum256(sum[:])
	}
	return "", collision, fmt.Errorf("no short ID is free; omit --short")
}

// isNumber reports whether YAML or a person could read the digits as a number.
func isNumber(digits string) bool {
	_, whole := strconv.ParseInt(digits, 0, 64)
	_, float := strconv.ParseFloat(digits, 64)
	_, decimal := strconv.Atoi(digits)
	return whole == nil || float == nil || decimal == nil
}
