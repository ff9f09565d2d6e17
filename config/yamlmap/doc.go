// Package yamlmap decodes YAML files into Go values, encodes them and describes
// them by a JSON Schema. It does not know the types of the files: struct tags
// name the keys, and a [Format] has the rules, and the types with a special
// form.
//
// Keys that the YAML does not give keep their value, mappings are merged key by
// key, and lists are replaced. Thus defaults, configuration, overrides and
// metadata are combined by one operation. All problems are reported at once,
// each with file, line and column; unknown keys with the nearest known one.
//
// A null is a key without a value and changes nothing, except that it sets a
// pointer to nil. A string may be any scalar, as it is written, so that PORT:
// 8080 needs no quotes. Anchors, aliases and merge keys (<<) work, within a
// limit.
//
// # Tags
//
//	yaml     the key; ",inline" for the keys of a struct in its place
//	doc      its description, for the schema
//	check    the name of the rule for its value
//	default  its value in an empty file, as YAML
//	expand   "always": expand variables even without [Decoder.Everywhere]
//	unset    the key below this one that lists variables which may be unset in
//	         the other keys of its mapping
package yamlmap
