// Package config reads hub.yaml and the metadata of examples: one strict walk
// over the YAML decodes it onto typed values that already hold what lies
// underneath, and tells every problem at once, each with file, line and column.
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
// The name of the file is hub.yaml; hub.yml is told of and not read.
package config
