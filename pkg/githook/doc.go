// Package githook installs hub's pre-commit hook where git looks for it, beside an
// existing one, and uninstalls it.
//
// # Where
//
// Git is asked for the hooks folder, because core.hooksPath (absolute,
// relative, from any configuration file), linked work trees and submodules
// change it.
//
// # The hook
//
// It is a script for any POSIX shell, that of git for Windows included, and never
// fails a commit: hub runs without input and output, and may be missing, fail or
// crash. Every line ends in a comment, so that the script still runs when a checkout
// gave it CR LF. Its second line holds a checksum of the others: a script that was
// changed is neither removed nor replaced.
//
// # An existing hook
//
// It is renamed to [Kept] in the same folder, and the script executes it (exec) when
// hub is done, so that it keeps its language, arguments, standard input and exit code.
// One that is not executable, which git would not have run, does not run either.
// Uninstalling renames it back, be it a file or a link.
//
// Note: a block inside an existing script would keep its name in $0, but works for
// shells only, and not below an exit or an exec.
//
// One hooks folder may serve several projects in folders of one repository: the
// script names each, and is removed with the last one.
package githook
