package status

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// A fingerprint is a scheme and a SHA-256 in hexadecimal digits (v1:…). In the
// file the hash is in base64 behind an equals sign (v1=…), which is a third
// shorter.

// printSize is the size of the hash in bytes.
const printSize = 32

// shortPrint returns the fingerprint as it is in the file.
func shortPrint(print string) string {
	scheme, digits, ok := strings.Cut(print, ":")
	if !ok || len(digits) != 2*printSize || digits != strings.ToLower(digits) {
		return print
	}
	hash, err := hex.DecodeString(digits)
	if err != nil {
		return print
	}
	return scheme + "=" + base64.RawStdEncoding.EncodeToString(hash)
}

// longPrint returns the fingerprint of a text in the file.
func longPrint(text string) string {
	scheme, digits, ok := strings.Cut(text, "=")
	if !ok || strings.Contains(scheme, ":") || base64.RawStdEncoding.DecodedLen(len(digits)) != printSize {
		return text
	}
	var hash [printSize]byte
	if n, err := base64.RawStdEncoding.Strict().Decode(hash[:], []byte(digits)); err != nil || n != printSize {
		return text
	}
	print := make([]byte, 0, 80)
	return string(hex.AppendEncode(append(append(print, scheme...), ':'), hash[:]))
}
