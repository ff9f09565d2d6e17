package yamlmap

import (
	"fmt"
	"strings"
)

// expand replaces ${NAME} by the variable's value, ${NAME:-default} by the
// default if the variable is unset or empty, and $$ by one dollar sign. Other
// dollar signs are unchanged, so that globs, prices and shell code need no
// quoting. Variables in optional may be unset, and are then empty.
func expand(text string, lookup func(string) (string, bool), optional map[string]bool) (string, error) {
	if !strings.Contains(text, "$") {
		return text, nil
	}
	var b strings.Builder
	for text != "" {
		i := strings.IndexByte(text, '$')
		if i < 0 || i == len(text)-1 {
			break
		}
		b.WriteString(text[:i])
		text = text[i:]
		switch text[1] {
		case '$':
			b.WriteByte('$')
			text = text[2:]
		case '{':
			end := strings.IndexByte(text, '}')
			if end < 0 {
				return "", fmt.Errorf("%q has no closing brace; write $$ for a dollar sign", text)
			}
			value, err := variable(text[2:end], lookup, optional)
			if err != nil {
				return "", err
			}
			b.WriteString(value)
			text = text[end+1:]
		default:
			b.WriteByte('$')
			text = text[1:]
		}
	}
	b.WriteString(text)
	return b.String(), nil
}

// variable returns the value of the text between ${ and }.
func variable(inner string, lookup func(string) (string, bool), optional map[string]bool) (string, error) {
	name, fallback, hasFallback := strings.Cut(inner, ":-")
	if !isVariable(name) {
		return "", fmt.Errorf("${%s} is not a variable; write ${NAME} or ${NAME:-default}, and $$ for a dollar sign", inner)
	}
	if strings.Contains(fallback, "${") {
		return "", fmt.Errorf("the default of ${%s:-…} contains another ${…}, which is not supported", name)
	}
	value, ok := "", false
	if lookup != nil {
		value, ok = lookup(name)
	}
	switch {
	case ok && (value != "" || !hasFallback):
		return value, nil
	case hasFallback:
		return fallback, nil
	case optional[name]:
		return "", nil
	}
	return "", fmt.Errorf("the environment variable %s is not set; set it, or write ${%s:-default}", name, name)
}

func isVariable(name string) bool {
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// escape is the inverse of expand.
func escape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		b.WriteByte(text[i])
		if text[i] == '$' && i+1 < len(text) && (text[i+1] == '$' || text[i+1] == '{') {
			b.WriteByte('$')
		}
	}
	return b.String()
}
