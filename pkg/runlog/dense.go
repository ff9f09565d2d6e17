package runlog

// Limits for one line, so that decoding it takes memory proportional to its
// size. A few bytes of JSON can become a value of several hundred: an array of
// half a million empty objects is a line of 2 MB, and a plan of 400 MB. Hub
// never exceeds these limits in a line of [MaxLine].
const (
	// smallLine is the length up to which a line is not checked.
	smallLine = 64 << 10
	// maxObjects limits the objects and nulls that are elements of arrays.
	maxObjects = 1 << 19
	// maxMembers limits the members of all objects.
	maxMembers = 1 << 23
	// Array elements are limited in relation to the length of the line: to one
	// per bytesPerElement bytes, but at least manyElements.
	manyElements    = 1 << 16
	bytesPerElement = 8
)

// dense reports whether decoding the line would take far more memory than its
// size. The line need not be valid JSON.
func dense(line []byte) bool {
	if len(line) <= smallLine {
		return false
	}
	// A value begins after [ and , and :. Arrays are tracked to know which
	// values are their elements. The depth limit is that of encoding/json,
	// which refuses more.
	var arrays []bool
	objects, members, elements := 0, 0, 0
	begin := false // the next value begins an element of an array
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case '"':
			for i++; i < len(line) && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		case ':':
			members++
		case ']', '}':
			if len(arrays) > 0 {
				arrays = arrays[:len(arrays)-1]
			}
		}
		if begin && c != ']' {
			elements++
			if c == '{' || c == 'n' {
				objects++
			}
		}
		begin = false
		switch c {
		case '[', '{':
			if len(arrays) > 10_000 {
				return true
			}
			arrays = append(arrays, c == '[')
			begin = c == '['
		case ',':
			begin = len(arrays) > 0 && arrays[len(arrays)-1]
		}
	}
	return objects > maxObjects || members > maxMembers || elements > max(manyElements, len(line)/bytesPerElement)
}
