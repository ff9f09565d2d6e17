package config

import (
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

func durationForm() yamlmap.Form {
	return yamlmap.Scalar("a duration like 90s or 5m", func(n *yaml.Node) (time.Duration, error) { return ParseDuration(n.Value) },
		func(d time.Duration) *yaml.Node { return yamlmap.Plain(formatDuration(d)) },
		schema.Object{"anyOf": []schema.Object{
			{"type": "string", "pattern": `^\s*\+?((an?\s+|([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*)[A-Za-zµμ]+\s*)+$|^0$`},
			{"const": 0},
		}, "examples": []string{"90s", "5m", "1h30m", "30d", "2w"}})
}

// formatDuration is the shortest text that ParseDuration reads as d.
func formatDuration(d time.Duration) string {
	const day = 24 * time.Hour
	if d != 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
