package mask

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// tenSecrets returns typical values: keys, passwords, URLs and a multi-line key.
func tenSecrets() []string {
	return []string{
		"sk-proj-0123456789abcdefghijklmnopqrstuvwxyzABCDEF", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
		"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "postgres://app:p%40ss@db.internal:5432/app", "correct horse battery",
		"P@ssw0rd!\"quoted'", "hunter2hunter2",
		"-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n", 20) + "-----END PRIVATE KEY-----\n",
	}
}

var floods = []struct{ name, line string }{
	{"log", "level=info msg=\"request done\" status=200 path=/api/v1/items took=12ms\n"},
	{"prose", "The quick brown fox jumps over the lazy dog, and post offices stay shut. "},
	{"colours", "\x1b[2m12:00:01\x1b[0m \x1b[32mINFO\x1b[0m request done status=200 path=/api/v1/items took=12ms\n"},
	{"JSON", `{"id":4711,"name":"na\u00efve","url":"https:\/\/example.org\/a%20b","tags":["a","b"]},` + "\n"},
	{"letters", "Übermäßig größere Straßen, 日本語のテキスト и русский текст\n"},
	{"hex", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"},
}

// BenchmarkFlood masks output without secrets.
func BenchmarkFlood(b *testing.B) {
	for _, secrets := range []struct {
		name   string
		values []string
	}{{"none", nil}, {"ten", tenSecrets()}} {
		p := Compile(secrets.values)
		for _, flood := range floods {
			b.Run(secrets.name+"/"+flood.name, func(b *testing.B) {
				chunk := []byte(strings.Repeat(flood.line, 1+(64<<10)/len(flood.line))[:64<<10])
				var sink counter
				m := p.Writer(&sink)
				b.SetBytes(int64(len(chunk)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := m.Write(chunk); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkCompile prepares the search, which every command does once.
func BenchmarkCompile(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var fifty []string
	for range 50 {
		fifty = append(fifty, randomText(r, 40))
	}
	for _, secrets := range []struct {
		name   string
		values []string
	}{{"ten", tenSecrets()}, {"fifty", fifty}} {
		b.Run(secrets.name, func(b *testing.B) {
			for b.Loop() {
				Compile(secrets.values)
			}
		})
	}
}
