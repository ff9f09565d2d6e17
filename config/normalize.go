package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// oneOrList reads a list of which one entry may stand alone.
func oneOrList(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind == yaml.SequenceNode {
		w.list(n, v, at, f)
		return
	}
	one := reflect.New(v.Type().Elem()).Elem()
	before := len(w.problems)
	w.value(n, one, at, f)
	if len(w.problems) == before {
		v.Set(reflect.Append(reflect.MakeSlice(v.Type(), 0, 1), one))
	}
}

func oneOrListSchema(one object) object {
	return object{"anyOf": []object{one, {"type": []string{"array", "null"}, "items": one}}}
}

func exitCodesSchema(field) object {
	return oneOrListSchema(object{"type": "integer", "minimum": 0})
}

func encodeExitCodes(e *encoder, v reflect.Value, at string, f field) *yaml.Node {
	if v.Len() == 1 {
		return plainNode(strconv.FormatInt(v.Index(0).Int(), 10))
	}
	n := encodeList(e, v, at, f)
	n.Style = yaml.FlowStyle
	return n
}

func decodeNormalizer(w *walker, n *yaml.Node, v reflect.Value, at string, f field) {
	if n.Kind != yaml.MappingNode {
		decodeEnum(w, n, v.FieldByName("Name"), at, f)
		return
	}
	before := len(w.problems)
	w.structure(n, v, at)
	if len(w.problems) > before {
		return
	}
	r := v.Interface().(hub.Normalizer)
	if r.Match == "" {
		w.problem(n, at, "has no match; write {match: EXPRESSION, replace: TEXT}, or one of %s", strings.Join(normalizerNames(), ", "))
		return
	}
	re := regexp.MustCompile("(?m:" + r.Match + ")") // the rule of match has compiled it
	if re.MatchString("") {
		w.problem(n, join(at, "match"), "%q matches the empty text, and so everywhere", r.Match)
	}
	if message := checkTemplate(re, r.Replace); message != "" {
		w.problem(n, join(at, "replace"), "%s", message)
	}
}

func encodeNormalizer(e *encoder, v reflect.Value, at string, _ field) *yaml.Node {
	if name := v.FieldByName("Name").String(); name != "" {
		return textNode(name)
	}
	return e.structure(v, reflect.Value{}, at)
}

func normalizerSchema(field) object {
	custom := structSchema(reflect.TypeFor[hub.Normalizer](), nil)
	custom["required"] = []string{"match"}
	return object{"anyOf": []object{{"enum": normalizerNames()}, custom}}
}

func normalizerNames() []string { return enum(reflect.TypeFor[hub.NormalizerName]()) }

// groupName is how a template of package regexp names a group.
var groupName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$(?:\$|\{([\pL\p{Nd}_]+)\}|([\pL\p{Nd}_]+))`)
})

// checkTemplate says which group the expression does not have: package regexp
// takes it to be empty.
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
		return fmt.Sprintf("%s names a group that the expression does not have%s; $$ is a dollar sign", m[0], hint)
	}
	return ""
}
