// Package config reads hub.yaml and the metadata of examples into typed values,
// and reports all problems at once, each with file, line and column.
//
// These rules apply to every key:
//
//   - A key that is not given keeps its value. Mappings are merged key by key,
//     lists are replaced, a key without a value changes nothing (except that
//     stdin: ~ removes an earlier text).
//   - A string may be any scalar, as it is written: PORT: 8080 needs no quotes.
//   - ${NAME} and ${NAME:-default} are expanded, and $$ is a dollar sign, in
//     every string of hub.yaml except regular expressions; not in keys, numbers,
//     durations and enumerated values. In metadata only args and the values of
//     env are expanded. An unset variable without a default is a problem, unless
//     needs.env of the same override or metadata names it: then the example is
//     skipped, which is the better reason.
//   - Anchors, aliases and merge keys (<<) work, within a limit. Tags other than
//     YAML's own, duplicate keys and a second document are problems.
//
// The file is called hub.yaml; a hub.yml is an error and is not read.
//
// # Adding a key
//
// A key is one field in the file of its section (run.go, limit.go, source.go …;
// keys of examples are in pkg/hub): its tags are the name, the default, the
// rule and the description, see package yamlmap. Decoding, `hub config print`
// and the schema follow; 'go test ./config -update' writes schema.json. A type
// with a special form has it in the same file, and a row in format.go; so has a
// rule. TestEveryKey fails if something was forgotten.
//
// Note: gopkg.in/yaml.v3 is archived. The customer chose it, and its nodes have
// the positions and merge keys that this package needs; a successor must have
// both.
package config
