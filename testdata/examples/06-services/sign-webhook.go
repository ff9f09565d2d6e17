// ---
// title: Sign a webhook with a shared secret
// tags: [credentials, hmac]
// needs: {env: [HUB_DEMO_TOKEN]}
// ---

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
)

// Who has no token gets a skip that says so, not a failure. To run it:
//
//	HUB_DEMO_TOKEN=anything hub run sign-webhook.go
//
// Should a program print its token by mistake, Hub masks it wherever it writes.
func main() {
	secret := []byte(os.Getenv("HUB_DEMO_TOKEN"))
	body := []byte(`{"event":"published","examples":24}`)

	signature := sign(secret, body)
	fmt.Printf("X-Signature: sha256=%s\n", hex.EncodeToString(signature))

	// The receiver signs what it got and compares in constant time, so that the
	// time it takes gives nothing away.
	fmt.Println("untouched:", hmac.Equal(signature, sign(secret, body)))
	body[10] ^= 1
	fmt.Println("tampered: ", hmac.Equal(signature, sign(secret, body)))
}

func sign(secret, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return mac.Sum(nil)
}
