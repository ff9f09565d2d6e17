// Package edit writes one key of an example's metadata, and preserves every
// other byte of the file: other keys, their order and comments, line ends, a
// byte order mark, a last line without an end.
//
// In a file with front matter, the value replaces an earlier one, or the key
// becomes a new first line, with the comment marker and indentation of the
// others. A file without gets front matter in a comment of its language, after
// the lines that must come first (#!, encoding, <?php, build constraints). A
// file that cannot contain a comment needs a sidecar ([SetYAML]).
//
// The result is verified: unless it reads back as exactly the previous content
// and the key, it is not returned, and the call fails.
package edit
