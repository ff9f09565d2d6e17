// Package yamlmap decodes YAML files onto Go values, prints them and describes
// them as a JSON Schema. It knows no type of the files: struct tags name the
// keys, a [Format] has the types with a form of their own and the rules.
//
// What the YAML does not name keeps its value, mappings are joined key by key,
// lists are replaced. That makes laying defaults, configuration, overrides and
// metadata over each other one operation. Every problem is reported at once,
// each with file, line and column; unknown keys with the nearest known one.
//
// A null is a key without a value and changes nothing, but sets a pointer to
// nil. A text may be any scalar, as it is written, so that PORT: 8080 needs no
// quotes. Anchors, aliases and merge keys (<<) work, within a bound.
//
// # Tags
//
//	yaml     the key; ",inline" for the keys of a struct in place of it
//	doc      its description, for the schema
//	check    the name of the rule that its value must keep
//	default  its value in an empty file, as YAML
//	expand   "always": variables are expanded also if not [Decoder.Everywhere]
//	unset    the key below this one that lists variables which may be unset in
//	         the other keys of its mapping
package yamlmap
