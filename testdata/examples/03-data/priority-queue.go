// ---
// title: A priority queue for any type
// tags: [generics, algorithms]
// expect: {stdout: {matches: ['(?s)put out the fire.*write the report.*water the plants']}}
// ---

package main

import (
	"container/heap"
	"fmt"
)

// queue hands out its items in the order that before says.
type queue[T any] struct {
	items  []T
	before func(a, b T) bool
}

// The five methods that container/heap asks for.

func (q *queue[T]) Len() int           { return len(q.items) }
func (q *queue[T]) Less(i, j int) bool { return q.before(q.items[i], q.items[j]) }
func (q *queue[T]) Swap(i, j int)      { q.items[i], q.items[j] = q.items[j], q.items[i] }
func (q *queue[T]) Push(x any)         { q.items = append(q.items, x.(T)) }
func (q *queue[T]) Pop() any {
	last := len(q.items) - 1
	x := q.items[last]
	q.items = q.items[:last]
	return x
}

type task struct {
	urgency int
	name    string
}

func main() {
	q := &queue[task]{before: func(a, b task) bool { return a.urgency > b.urgency }}
	for _, t := range []task{{1, "water the plants"}, {9, "put out the fire"}, {5, "write the report"}} {
		heap.Push(q, t)
	}
	for q.Len() > 0 {
		t := heap.Pop(q).(task)
		fmt.Printf("%d  %s\n", t.urgency, t.name)
	}
}
