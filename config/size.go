package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Size is a number of bytes.
type Size int64

// maxSize is the maximum size: this much memory is used per worker.
const maxSize = 1 << 30

func sizeForm() yamlmap.Form {
	return yamlmap.Scalar("a number of bytes like 4096, 64KiB or 1MiB", parseSize, func(v Size) *yaml.Node { return yamlmap.Plain(v.String()) },
		schema.Object{"anyOf": []schema.Object{
			{"type": "string", "pattern": `^\s*[0-9]+\s*([KMG]i)?B\s*$`},
			{"type": "integer", "minimum": 1, "maximum": maxSize},
		}, "examples": []string{"64KiB", "1MiB"}})
}

type sizeUnit struct {
	name  string
	bytes Size
}

func sizeUnits() []sizeUnit {
	return []sizeUnit{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}
}

func parseSize(n *yaml.Node) (Size, error) {
	number, unit := strings.TrimSpace(n.Value), Size(1)
	for _, u := range sizeUnits() {
		if rest, ok := strings.CutSuffix(number, u.name); ok {
			number, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	i, err := strconv.ParseInt(number, 10, 64)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%s is not a size; write a number of bytes like 4096, 64KiB or 1MiB", yamlmap.Describe(n))
	case i < 1 || i > int64(maxSize/unit):
		return 0, errors.New("must be between 1 byte and 1GiB, not " + yamlmap.Describe(n))
	}
	return Size(i) * unit, nil
}

// String formats the size in the largest unit that divides it.
func (v Size) String() string {
	for _, u := range sizeUnits() {
		if v%u.bytes == 0 && u.bytes > 1 {
			return strconv.FormatInt(int64(v/u.bytes), 10) + u.name
		}
	}
	return strconv.FormatInt(int64(v), 10)
}
