//go:build unix

package proc

import (
	"context"
	"errors"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// watch ends the attempt when ctx ends, as long as w.ctx is ctx.
//
// Note: it keeps watching after the attempt, because the next attempt usually has the same
// context, and a new watch for each attempt takes a twentieth of hub's own work for a small
// example.
func (w *worker) watch(ctx context.Context) {
	if w.watched != ctx {
		w.watchNoMore()
		w.watched, w.unwatch = ctx, context.AfterFunc(ctx, func() { w.over(ctx) })
	}
	w.mu.Lock()
	w.ctx = ctx
	w.mu.Unlock()
	if ctx.Err() != nil { // maybe before that
		w.over(ctx)
	}
}

func (w *worker) watchNoMore() {
	if w.watched != nil {
		w.unwatch()
		w.watched = nil
	}
}

// over ends the attempt if its context is ctx, which has ended.
func (w *worker) over(ctx context.Context) {
	w.mu.Lock()
	runs, serial := w.ctx == ctx, w.serial
	w.mu.Unlock()
	if !runs || serial == 0 {
		return
	}
	w.s.takeBack()
	if errors.Is(context.Cause(ctx), ErrKill) {
		w.notify(supervision.FrameKill, serial)
	} else {
		w.notify(supervision.FrameCancel, serial)
	}
}
