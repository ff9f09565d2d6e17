// Package head reads the first bytes of an entry file: its first line, the
// interpreter of its #! line, its front matter and a title. It works on bytes,
// uses no file system, and accepts any input.
//
// # Front matter
//
// Front matter is YAML between two lines with only ---, at the top of the file.
// The top begins after a byte order mark, a #! line, blank lines, an encoding
// line (# -*- coding: utf-8 -*-, # frozen_string_literal: true), Go's build
// constraints, one-line licence and lint comments, <?php and
// declare(strict_types=1);. The lines are either plain, in line comments (#,
// //, --, ; or %, repeated or not), in a block comment (/* */, /** */ with or
// without a star before each line, <!-- -->, --[[ ]]) or in a docstring (""" or
// ”'). The comment markers and common leading white space are removed, so that
// the same YAML has the same meaning in every style.
//
// Lines of dashes are also used as decoration. Text after the first --- is
// front matter if its first line looks like YAML's "key:", or any line begins
// with a key that hub knows. Front matter without a closing --- in its comment,
// or within the first [Size] bytes, is an error; other dashes are decoration. A
// --- that is indented more than the other lines is text.
package head

// Size is the number of bytes read of a file. Front matter beyond it is not
// found.
const Size = 64 << 10
