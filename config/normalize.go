package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// normalizersForm accepts a list of normalizers, or one alone.
func normalizersForm() yamlmap.Form {
	return yamlmap.OneOrList(func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Normalizers) *yaml.Node { return e.List(key, v) })
}

// normalizerForm accepts the name of a built-in normalizer, or a mapping with
// an expression and its replacement.
func normalizerForm() yamlmap.Form {
	return yamlmap.NewForm(decodeNormalizer, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Normalizer) *yaml.Node {
		if v.Name != "" {
			return yamlmap.Quoted(string(v.Name))
		}
		return e.Struct(key, v)
	}, func(g *schema.Generator, f yamlmap.Field) schema.Object {
		custom := yamlmap.StructSchema[hub.Normalizer](g)
		custom["required"] = []string{"match"}
		return schema.Object{"anyOf": []schema.Object{yamlmap.Schema[hub.NormalizerName](g, f), custom}}
	})
}

func decodeNormalizer(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.Normalizer) {
	if n.Kind != yaml.MappingNode {
		d.Value(n, key, &v.Name)
		return
	}
	before := len(d.Problems)
	d.Struct(n, key, v)
	if len(d.Problems) > before {
		return
	}
	if v.Match == "" {
		d.Problem(n, key, "has no match; write {match: EXPRESSION, replace: TEXT}, or one of %s", strings.Join(yamlmap.Words(hub.NormalizerNames()), ", "))
		return
	}
	re := regexp.MustCompile("(?m:" + v.Match + ")") // cannot fail: the rule of match has compiled it
	if re.MatchString("") {
		d.Problem(n, key.Below("match"), "%q matches the empty string, and therefore everywhere", v.Match)
	}
	if message := checkTemplate(re, v.Replace); message != "" {
		d.Problem(n, key.Below("replace"), "%s", message)
	}
}

// groupName matches a reference to a group in a template of package regexp.
var groupName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$(?:\$|\{([\pL\p{Nd}_]+)\}|([\pL\p{Nd}_]+))`)
})

// checkTemplate reports a reference to a group that the expression does not
// have, which package regexp would replace by nothing.
func checkTemplate(re *regexp.Regexp, template string) string {
	for _, m := range groupName().FindAllStringSubmatch(template, -1) {
		name := m[1] + m[2]
		number, err := strconv.Atoi(name)
		if m[0] == "$$" || err == nil && number <= re.NumSubexp() || err != nil && slices.Contains(re.SubexpNames(), name) {
			continue
		}
		hint := ""
		if digits := len(name) - len(strings.TrimLeft(name, "0123456789")); m[2] != "" && digits > 0 && digits < len(name) {
			hint = fmt.Sprintf("; write ${%s} to end the name there", name[:digits])
		}
		return fmt.Sprintf("%s refers to a group that the expression does not have%s; write $$ for a dollar sign", m[0], hint)
	}
	return ""
}
