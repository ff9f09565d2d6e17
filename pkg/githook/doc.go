// Package githook installs hub's pre-commit hook, next to an existing one, and
// removes it.
//
// # Where
//
// Git is asked for the hooks folder, because core.hooksPath (absolute,
// relative, from any configuration file), linked work trees and submodules
// change it.
//
// # The hook
//
// The hook is a script for any POSIX shell, including that of git for Windows.
// It never blocks a commit: hub runs without input and output, and the hook
// succeeds even if hub is missing, fails or crashes. Every line ends in a
// comment, so that the script works even if a checkout converts it to CR LF.
// Its second line has a checksum of the others: a changed script is neither
// removed nor replaced.
//
// # An existing hook
//
// An existing hook is renamed to [Kept] in the same folder, and the script
// executes it (exec) after hub, so that its language, arguments, standard input
// and exit code are unaffected. If git would not run it, because it is not
// executable, it is not run. Uninstalling renames it back, with its content or
// link unchanged.
//
// Note: inserting a block into an existing script would preserve $0, but works
// only for shells, and not after an exit or exec.
//
// One hooks folder may serve several projects of a repository, in different
// folders: the script lists them, and is removed with the last one.
package githook
