// Package githook puts hub's pre-commit hook where git looks for it, beside
// whatever hook is there already, and takes it away again.
//
// # Where
//
// Git itself is asked for the hooks folder: core.hooksPath (absolute, relative,
// from any configuration file), linked work trees and submodules all change it.
//
// # The hook
//
// It is a script for any POSIX shell, that of git for Windows included, and
// never stands in the way of a commit: hub is started without input and
// without a voice, whether it is there, fails or crashes. Every line ends in a
// comment, so that a checkout that gave it CR LF still runs. Its second line
// holds a checksum of the others: a script of which somebody has changed a byte
// is not removed or replaced.
//
// # An existing hook
//
// It is renamed to [Kept] in the same folder, and the script becomes it (exec)
// when hub is done: its language, arguments, standard input and exit code are
// its own. One that git would not have run, because it is not executable, is
// not run either. Uninstalling renames it back, byte for byte and link for link.
//
// Note: a block inside of an existing script would keep its name in $0, but
// works for shells only, and not behind an exit or an exec.
//
// One hooks folder may serve several projects of one repository, in folders of
// their own: the script names each, and goes when the last one does.
package githook
