package config

import (
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/schema"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
)

func durationForm() yamlmap.Form {
	return yamlmap.Scalar("a duration like 90s or 5m", func(n *yaml.Node) (time.Duration, error) { return timespec.ParseDuration(n.Value) },
		func(d time.Duration) *yaml.Node { return yamlmap.Plain(timespec.FormatDuration(d)) },
		schema.Object{"anyOf": []schema.Object{
			{"type": "string", "pattern": `^\s*\+?((an?\s+|([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*)[A-Za-zµμ]+\s*)+$|^0$`},
			{"const": 0},
		}, "examples": []string{"90s", "5m", "1h30m", "30d", "2w"}})
}
