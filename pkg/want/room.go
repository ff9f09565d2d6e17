package want

import "fmt"

// Room reports whether err wraps a system error by which there is no room on a
// disk: neither bytes nor files left, a quota used up, or a file that would be
// larger than this process may write (ulimit -f). Unlike [Of] it is for what hub
// itself was about to write, for the same error of an example's own writing is
// the example's.
func Room(err error) bool { return is(err, lacksRoom) }

// RoomRemedy returns what to do about err where [Room] holds.
func RoomRemedy(err error) string {
	if is(err, lacksSize) {
		return "raise ulimit -f"
	}
	return "make room on that disk (files as well as bytes)"
}

// Advised returns err with what to do about it where [Room] holds; else err itself.
func Advised(err error) error {
	if !Room(err) {
		return err
	}
	return fmt.Errorf("%w; %s", err, RoomRemedy(err))
}
