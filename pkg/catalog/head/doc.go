// Package head reads what the first bytes of an entry file say about it: its
// first line, the interpreter of its #! line, its front matter and a title. It
// works on bytes alone and knows no file system; any bytes are allowed.
//
// # Front matter
//
// Front matter is YAML between two lines that are nothing but ---, at the top
// of the file. The top begins after a byte order mark, a #! line, blank lines,
// an encoding line (# -*- coding: utf-8 -*-, # frozen_string_literal: true),
// Go's build constraints, one-line licence and lint comments, <?php and
// declare(strict_types=1);. There the lines stand as they are, in line comments
// (#, //, --, ; or %, repeated or not), in a block comment (/* */, /** */ with
// or without a star before each line, <!-- -->, --[[ ]]) or in a docstring
// (""" or ”'). The comment's marker and the white space that all lines have in
// common are taken off, so that the same YAML means the same in every style.
//
// Lines of dashes also decorate. What follows the first --- is front matter
// when its first line looks like YAML's "key:", or any line begins with a key
// that Hub knows. Such front matter without a closing --- in its comment, or in
// the first [Size] bytes, is an error; dashes that are followed by something
// else are a decoration and no error. A --- deeper than the other lines is text.
package head

// Size is how many bytes of a file are looked at: front matter beyond them is
// not seen.
const Size = 64 << 10
