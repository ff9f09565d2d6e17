package config

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// skipForm accepts true, false or a reason.
func skipForm() yamlmap.Form {
	return yamlmap.NewForm(decodeSkip, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Skip) *yaml.Node {
		switch v {
		case "":
			return yamlmap.Plain("false")
		case hub.SkipUnexplained:
			return yamlmap.Plain("true")
		}
		return e.Text(key, string(v))
	}, yamlmap.Described(schema.Object{"type": []string{"boolean", "string"}}))
}

func decodeSkip(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.Skip) {
	if b, ok := yamlmap.Bool(n); ok {
		*v = ""
		if b {
			*v = hub.SkipUnexplained
		}
		return
	}
	if n.ShortTag() != "!!str" {
		d.Problem(n, key, "must be true, false or a reason, not %s", yamlmap.Describe(n))
		return
	}
	s, ok := d.Text(n, key)
	if !ok {
		return
	}
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "false", "no", "off":
		if strings.TrimSpace(n.Value) == s { // and not the value of a variable
			d.Warn(n, key, "the string %q means false, so the example is not skipped; write false without quotes", s)
		}
		s = ""
	case "":
		d.Warn(n, key, "the value is empty, so the example is not skipped; write true or a reason, or remove the key")
	}
	*v = hub.Skip(s)
}
