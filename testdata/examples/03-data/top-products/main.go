package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
)

type sale struct {
	Product string  `json:"product"`
	Units   int     `json:"units"`
	Price   float64 `json:"price"`
}

func main() {
	log.SetFlags(0)

	data, err := os.ReadFile("sales.json")
	if err != nil {
		log.Fatalf("reading the sales: %v", err)
	}
	var sales []sale
	if err := json.Unmarshal(data, &sales); err != nil {
		log.Fatalf("understanding sales.json: %v", err)
	}

	revenue := map[string]float64{}
	for _, s := range sales {
		revenue[s.Product] += float64(s.Units) * s.Price
	}

	// A map has no order: take its keys out and sort those.
	products := make([]string, 0, len(revenue))
	for product := range revenue {
		products = append(products, product)
	}
	slices.SortFunc(products, func(a, b string) int {
		return cmp.Or(cmp.Compare(revenue[b], revenue[a]), cmp.Compare(a, b))
	})

	for i, product := range products {
		fmt.Printf("%d. %-8s %8.2f\n", i+1, product, revenue[product])
	}
}
