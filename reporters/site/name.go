package site

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

const (
	// maxSlug bounds the readable part of a name, in bytes.
	maxSlug = 60
	// hashLen is the number of hex digits of the hash.
	hashLen = 16
)

// Name returns the name of an example's page, without an extension: what is readable of the
// ID, and a hash of all its bytes. It has lower-case ASCII letters, digits and single hyphens
// only, so that it needs no escaping in a URL, stays distinct on file systems that ignore case,
// and is never a name that Windows reserves.
//
// Note: the hash distinguishes IDs that are similar by accident. Somebody who searches long
// enough can make two IDs with one name, so whoever writes pages must refuse a second one.
func Name(id string) string {
	sum := sha256.Sum256([]byte(id))
	hash := hex.EncodeToString(sum[:])[:hashLen]
	if s := slug(id); s != "" {
		return s + "-" + hash
	}
	return hash
}

// slug returns the ASCII letters and digits of an ID in lower case, with a hyphen for whatever
// lies between them.
func slug(id string) string {
	var b strings.Builder
	gap := false
	for i := 0; i < len(id) && b.Len() < maxSlug; i++ {
		c := id[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteByte(c)
	}
	return b.String()
}
