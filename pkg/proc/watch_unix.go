//go:build unix

package proc

import (
	"context"
	"errors"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// watch makes the end of ctx end the attempt, until w.ctx is another.
//
// Note: it goes on watching afterwards, for the next attempt mostly has the same context,
// and to watch it anew for each is a twentieth of hub's own work for a small example.
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

// over ends the attempt if ctx, which has ended, is its.
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
