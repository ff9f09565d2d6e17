// Package edit writes one key of an example's metadata, and leaves every other
// byte of the file alone: the other keys, their order and comments, line ends,
// a byte order mark, a last line without an end.
//
// A file with front matter gets the key there: its value in the place of an
// earlier one, else a line of its own at the top, marked and indented as the
// other lines are. A file without gets front matter in a comment of its
// language, behind the lines that must stand first (#!, encoding, <?php, build
// constraints). What cannot hold a comment is left to a sidecar ([SetYAML]).
//
// Nothing is guessed: the result is read again, and unless it says exactly what
// was said before and the key, it is an error and not returned.
package edit
