package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
)

// sharedKind is what the messages of the ASA call the license.
const sharedKind = "AnyConnect Premium"

// logQueue is how many lines may wait for a slow standard error: a unit doesn't
// wait for it.
const logQueue = 4096

// Numbers of the syslog protocol: the ASA logs as local4.
const (
	facility   = 20
	severities = 8
)

// criticalSeverity is that of the fifteenth day of a backup's service (BKP-3).
const criticalSeverity = 2

// A sharedLog writes the log of a unit, in the words of the ASA where it has any.
type sharedLog struct {
	settings sharedSettings
	role     transport.Role
	log      *slog.Logger
	remote   net.Conn // nil for none
	lines    chan func()
	lost     atomic.Uint64
	done     chan struct{}
}

func newSharedLog(s *sharedSettings, role transport.Role, w io.Writer) (*sharedLog, error) {
	l := &sharedLog{settings: *s, role: role, lines: make(chan func(), logQueue), done: make(chan struct{})}
	var handler slog.Handler = slog.NewTextHandler(w, nil)
	if s.logForm == "json" {
		handler = slog.NewJSONHandler(w, nil)
	}
	l.log = slog.New(handler).With("role", role.String(), "id", s.id)
	if s.syslog != "" {
		var err error
		if l.remote, err = net.Dial("udp", s.syslog); err != nil {
			return nil, fmt.Errorf("--syslog: %w", err)
		}
	}
	go func() {
		defer close(l.done)
		for line := range l.lines {
			line()
		}
	}()
	return l, nil
}

// close writes what is left. Nothing is logged after it.
func (l *sharedLog) close() {
	close(l.lines)
	<-l.done
	if n := l.lost.Load(); n > 0 {
		l.log.Warn("lines were lost: the log was too slow", "lines", n)
	}
	if l.remote != nil {
		l.remote.Close()
	}
}

func (l *sharedLog) queue(line func()) {
	select {
	case l.lines <- line:
	default:
		l.lost.Add(1)
	}
}

// syslog writes a message of the ASA, here and to the syslog server.
func (l *sharedLog) syslog(severity, id int, args ...any) {
	at := time.Now()
	l.queue(func() {
		text := render.Syslog(id, args...)
		l.log.Log(context.Background(), slogLevel(severity), text, "message", id)
		if l.remote != nil {
			stamp := at.Format("Jan 02 2006 15:04:05")
			// A syslog server that isn't there takes nothing away from the unit.
			fmt.Fprintf(l.remote, "<%d>%s %s : %s", facility*severities+severity, stamp, l.settings.hostname, text)
		}
	})
}

// slogLevel puts the ASA's severities, 0 for emergencies to 7 for debugging, into
// the four levels of the log.
func slogLevel(severity int) slog.Level {
	levels := [severities]slog.Level{
		slog.LevelError, slog.LevelError, slog.LevelError, slog.LevelError,
		slog.LevelWarn, slog.LevelInfo, slog.LevelInfo, slog.LevelDebug,
	}
	return levels[severity]
}

// requestNames are the requests that message 444100 knows. Registration and
// refresh also ask for sessions.
var requestNames = map[sharedlic.Kind]string{
	sharedlic.RegistrationKind: "get", sharedlic.GetKind: "get", sharedlic.RefreshKind: "get",
	sharedlic.ReleaseKind: "release", sharedlic.TransferKind: "transfer",
}

var reasonTexts = [sharedlic.NumReasons]string{
	sharedlic.ConnectionFailed:    "connection failed to server",
	sharedlic.VersionNotSupported: "version not supported by server",
	sharedlic.SignatureInvalid:    "message signature invalid",
	sharedlic.ClientUnknown:       "client ID unknown by server",
	sharedlic.ServerNotActive:     "server is not active",
	sharedlic.CapacityReached:     "license capacity reached",
}

// event words what a machine tells.
func (l *sharedLog) event(e sharedlic.Event) {
	id, args := sharedMessage(e, l.settings.server)
	severity := render.Severity(id)
	if e.Kind == sharedlic.BackupRemaining && e.Acting/license.Day == 15 {
		severity = criticalSeverity
	}
	l.syslog(severity, id, args...)
}

// sharedMessage is the message of the ASA for an event.
func sharedMessage(e sharedlic.Event, server string) (id int, args []any) {
	switch e.Kind {
	case sharedlic.RequestFailed:
		return 444100, []any{requestNames[e.Request] + " " + sharedKind, reasonTexts[e.Reason]}
	case sharedlic.ServiceActive:
		return 444101, []any{server}
	case sharedlic.ServiceInactive:
		return 444102, nil
	case sharedlic.UsageHigh:
		return 444103, []any{sharedKind}
	case sharedlic.Availability:
		return 444104, []any{sharedKind, e.Sessions}
	case sharedlic.Released:
		return 444105, []any{e.Sessions, sharedKind}
	case sharedlic.BackupUnavailable:
		return 444106, []any{e.Client}
	case sharedlic.ClientRegistered:
		return 444108, []any{"registered", e.Client}
	case sharedlic.ClientExpired:
		return 444108, []any{"expired", e.Client}
	case sharedlic.BackupActive:
		return 444109, []any{"active"}
	case sharedlic.BackupInactive:
		return 444109, []any{"inactive"}
	case sharedlic.BackupRemaining:
		return 444110, []any{render.Days(time.Duration(e.Days) * license.Day)}
	case sharedlic.BackupTerminated:
		return 444111, []any{server, e.Days}
	}
	panic("asapak: no message for " + e.Kind.String())
}

// service tells that the unit begins or ends to serve where it listens.
func (l *sharedLog) service(enabled bool, at net.Listener) {
	if at == nil {
		return
	}
	state := map[bool]string{true: "enabled", false: "disabled"}[enabled]
	l.syslog(render.Severity(444107), 444107, state, at.Addr())
}

// refused tells of a peer that was not let in; the ASA has no message for it.
func (l *sharedLog) refused(r transport.Refusal) {
	l.queue(func() {
		l.log.Warn("connection refused", "source", r.Source.String(), "reason", r.Err.Error(), "wait", r.Wait.String())
	})
}

func (l *sharedLog) failed(err error) { l.notice("failed", err) }

// notice tells of something of this program's own.
func (l *sharedLog) notice(what string, err error) {
	l.queue(func() {
		if err != nil {
			l.log.Error(what, "error", err.Error())
			return
		}
		l.log.Info(what, "pid", os.Getpid())
	})
}
