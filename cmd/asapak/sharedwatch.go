package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
)

// controlName is the socket in the state directory: who may read that may ask and
// change the unit.
const controlName = "control"

// watchTimeout bounds how long a request to the unit may take.
const watchTimeout = 10 * time.Second

// A watcher answers those who want to know how the unit is.
type watcher struct {
	http    string // address of metrics and health
	servers []*http.Server
	all     sync.WaitGroup
}

func (w *watcher) close() error {
	var err error
	for _, s := range w.servers {
		err = errors.Join(err, s.Close())
	}
	w.all.Wait()
	return err
}

func (w *watcher) serve(l net.Listener, h http.Handler) {
	s := &http.Server{Handler: h, ReadTimeout: watchTimeout, WriteTimeout: watchTimeout}
	w.servers = append(w.servers, s)
	w.all.Go(func() { s.Serve(l) })
}

// watch opens the control socket, and metrics and health on loopback.
func (d *daemon) watch(context.Context) (*watcher, error) {
	w := new(watcher)
	path := filepath.Join(d.dir, controlName)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	control, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, control.Close())
	}
	w.serve(control, d.controls())
	if d.settings.http == "none" {
		return w, nil
	}
	if err := loopback(d.settings.http); err != nil {
		return nil, errors.Join(err, w.close())
	}
	l, err := net.Listen("tcp", d.settings.http)
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	w.http = l.Addr().String()
	w.serve(l, d.health())
	return w, nil
}

// loopback refuses addresses that others could reach.
func loopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--http: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--http %q: want a loopback address", address)
	}
	return nil
}

// health serves metrics and health.
func (d *daemon) health() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		s, ok := d.status()
		if !ok {
			http.Error(w, "ended", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, s.Service)
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		s, ok := d.status()
		if !ok {
			http.Error(w, "ended", http.StatusServiceUnavailable)
			return
		}
		s.writeMetrics(w)
	})
	return mux
}

// controls serves what shared status asks.
func (d *daemon) controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		s, ok := d.status()
		if !ok {
			http.Error(w, "ended", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(s)
	})
	mux.HandleFunc("POST /release", func(w http.ResponseWriter, r *http.Request) {
		id := license.Serial(r.FormValue("id"))
		known := false
		d.unit.Do("operator", func(m transport.Machine) []sharedlic.Input {
			s, ok := m.(interface {
				Client(license.Serial) (sharedlic.ClientView, bool)
			})
			if ok {
				_, known = s.Client(id)
			}
			return []sharedlic.Input{sharedlic.Revoke{ID: id}}
		})
		if !known {
			http.Error(w, fmt.Sprintf("participant %q: not known here", id), http.StatusNotFound)
		}
	})
	mux.HandleFunc("POST /use", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.FormValue("sessions"))
		if err != nil || n < 0 || n > sharedlic.MaxSessions {
			http.Error(w, fmt.Sprintf("sessions %q: want 0 to %d", r.FormValue("sessions"), sharedlic.MaxSessions), http.StatusBadRequest)
			return
		}
		d.unit.Do("operator", func(transport.Machine) []sharedlic.Input {
			return []sharedlic.Input{sharedlic.Use{Sessions: n}}
		})
	})
	return mux
}
