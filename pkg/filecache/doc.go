// Package filecache remembers what was found out about files, so that a file that
// has not changed is not read again: the digest of its contents (package
// fingerprint), and what its first bytes say (package catalog).
//
// A cache is only ever a shortcut. It answers for a file whose identity, see
// [plainfile.Identity], is the one that the file had when it was read, and
// otherwise knows nothing: a file that was touched, copied or edited in place is
// read again. What is wrong, damaged, of another version, machine or user, or not
// there costs time and no verdict.
//
// # When an identity proves something
//
// A file system's clock ticks every few milliseconds, every two seconds on some. A
// file that changes twice within one tick looks the same after both, which git
// calls racily clean. So nothing is kept of a file whose times are not older than
// two seconds before the cache was loaded, or when it is put: a file must have come
// to rest before it is read. Nor is anything kept where the system does not say
// when an inode changed (Windows), because programs set every other time.
//
// Note: what bypasses the file system's times goes unnoticed, as in git: a program
// that goes on to write to a file through memory that it mapped before.
//
// # The file
//
// All is in one file, which is read in one piece and searched where it lies: a
// header, records of one size in the order of their keys, and the heads, one after
// the other. A key is a hash of the file's path from the project's root, so that
// the cache moves with its project. A checksum finds damage; it is no protection
// from those who can write the file, who can write the status as well. A head is left
// out of it if somebody may read it who may not read the file that the head is of.
//
// Note: the file is not mapped into memory, because a process ends when a mapped
// file is truncated.
//
// Whoever runs examples saves the cache. Commands that only read do not: they need
// no permission to write, leave no trace, and wait for nobody; and what changed
// since the last run is read in less time than a cache is written.
package filecache
