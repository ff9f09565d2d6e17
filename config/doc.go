// Package config reads hub.yaml and the metadata of examples onto typed values,
// and reports every problem at once, each with file, line and column.
//
// The rules that hold for every key:
//
//   - What is not named keeps its value. Mappings are joined key by key, lists
//     are replaced, a key without a value changes nothing (but stdin: ~ takes
//     an earlier text away).
//   - A text may be any scalar, as it is written: PORT: 8080 needs no quotes.
//   - ${NAME} and ${NAME:-default} are expanded, and $$ is a dollar, in every
//     text of hub.yaml but regular expressions; not in keys, numbers, durations
//     and words that are chosen from a list. In metadata only args and the
//     values of env are expanded. An unset variable without a default is a
//     problem, unless needs.env of the same override or metadata names it: the
//     example is skipped then, with the better reason.
//   - Anchors, aliases and merge keys (<<) work, within a bound. Other tags
//     than YAML's own, keys given twice and a second document are problems.
//
// The file is called hub.yaml; a hub.yml is an error, and is not read.
//
// # Adding a key
//
// A key is one field in the file of its section (run.go, limit.go, source.go …;
// those of an example are in pkg/hub): its tags are the name, the default, the
// rule and the description, as package yamlmap documents them. Decoding, `hub
// config print` and the schema follow; 'go test ./config -update' writes
// schema.json. A type that is written in a form of its own has the form in the
// same file and a row in format.go, and so has a rule. TestEveryKey fails for
// what was forgotten.
//
// Note: gopkg.in/yaml.v3 is archived. The customer chose it, and its nodes have
// the positions and merge keys that all of this needs; a successor must have
// both.
package config
