// ---
// title: A JSON service and its client
// tags: [http, json]
// expect: {stdout: {contains: ['200 OK', '404 Not Found']}}
// ---

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

var capitals = map[string]string{"chad": "N'Djamena", "peru": "Lima"}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /capital/{country}", func(w http.ResponseWriter, r *http.Request) {
		city, known := capitals[r.PathValue("country")]
		if !known {
			http.Error(w, "no such country", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(map[string]string{"capital": city}); err != nil {
			log.Printf("answering %s: %v", r.URL, err)
		}
	})
	return mux
}

func main() {
	log.SetFlags(0)

	// The system chooses a free port on the loopback interface: two copies of
	// this program never get in each other's way.
	server := httptest.NewServer(handler())
	defer server.Close()
	client := &http.Client{Timeout: 10 * time.Second}

	for _, country := range []string{"peru", "chad", "atlantis"} {
		response, err := client.Get(server.URL + "/capital/" + country)
		if err != nil {
			log.Fatalf("asking for %s: %v", country, err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			log.Fatalf("reading the answer for %s: %v", country, err)
		}
		fmt.Printf("%-8s %s  %s\n", country, response.Status, strings.TrimSpace(string(body)))
	}
}
