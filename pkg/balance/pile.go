package balance

import "container/heap"

// pile has the item with the least load on top; of equals, the one with the least number.
// Loads only grow, so what the pile believes is never too much: it asks again for what
// comes to the top.
type pile struct {
	items []int
	loads []float64 // believed, in the order of items
	load  func(item int) float64
}

// newPile returns a pile of the items from 0 to n-1.
func newPile(n int, load func(item int) float64) *pile {
	p := &pile{load: load}
	for i := range n {
		p.items, p.loads = append(p.items, i), append(p.loads, load(i))
	}
	heap.Init(p)
	return p
}

func (p *pile) add(item int) {
	p.items, p.loads = append(p.items, item), append(p.loads, p.load(item))
	heap.Fix(p, len(p.items)-1)
}

// top returns the item on top.
func (p *pile) top() int {
	for {
		now := p.load(p.items[0])
		if now == p.loads[0] {
			return p.items[0]
		}
		p.loads[0] = now
		heap.Fix(p, 0)
	}
}

func (p *pile) Len() int { return len(p.items) }
func (p *pile) Less(i, j int) bool {
	return p.loads[i] < p.loads[j] || p.loads[i] == p.loads[j] && p.items[i] < p.items[j]
}
func (p *pile) Swap(i, j int) {
	p.items[i], p.items[j] = p.items[j], p.items[i]
	p.loads[i], p.loads[j] = p.loads[j], p.loads[i]
}
func (p *pile) Push(any) { panic("add adds") }
func (p *pile) Pop() any { panic("nothing leaves a pile") }
