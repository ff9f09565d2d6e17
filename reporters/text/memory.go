package text

import "strconv"

// Memory formats an amount of memory in bytes for people, everywhere: 12 MiB, 1.5 GiB;
// empty when it is not known.
func Memory(bytes int64) string {
	switch mib := float64(bytes) / (1 << 20); {
	case bytes <= 0:
		return ""
	case mib < 9.95:
		return strconv.FormatFloat(mib, 'f', 1, 64) + " MiB"
	case mib < 1023.5:
		return strconv.FormatFloat(mib, 'f', 0, 64) + " MiB"
	default:
		return strconv.FormatFloat(mib/1024, 'f', 1, 64) + " GiB"
	}
}
