package main

import (
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// A searchWatch shows how far a search is, on a terminal, and ends it on Ctrl-C.
type searchWatch struct {
	stop    atomic.Bool
	signals chan os.Signal
	stderr  io.Writer
	shown   *mpb.Progress
	bar     *mpb.Bar
	what    string
	started time.Time
}

func watchSearch(stderr io.Writer) *searchWatch {
	w := &searchWatch{signals: make(chan os.Signal, 1), started: time.Now()}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		w.stderr = stderr
	}
	signal.Notify(w.signals, os.Interrupt)
	go func() {
		if _, interrupted := <-w.signals; interrupted {
			w.stop.Store(true)
		}
	}()
	return w
}

func (w *searchWatch) end() {
	signal.Stop(w.signals)
	close(w.signals)
	w.clear()
}

func (w *searchWatch) groups(done, of int) bool {
	w.show("planning", done, of)
	return !w.stop.Load()
}

// days goes on after Ctrl-C: what was found must be proved.
func (w *searchWatch) days(day, of int) bool {
	w.show("replaying", day, of)
	return true
}

// silence is how long a search is silent.
const silence = time.Second

func (w *searchWatch) show(what string, done, of int) {
	if w.stderr == nil || time.Since(w.started) < silence {
		return
	}
	if w.bar == nil || w.what != what {
		w.clear()
		w.what = what
		w.shown = mpb.New(mpb.WithOutput(w.stderr))
		w.bar = w.shown.AddBar(int64(of), mpb.BarRemoveOnComplete(), mpb.PrependDecorators(decor.Name(what+" "), decor.CountersNoUnit("%d / %d")))
	}
	w.bar.SetCurrent(int64(done))
}

// clear takes the bar away.
func (w *searchWatch) clear() {
	if w.bar != nil {
		w.bar.Abort(true)
		w.shown.Wait()
		w.bar = nil
	}
}
