package sshd

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// stress is how many sessions there are and for how long; the long form is
// ASAPAK_STRESS=1000,60s go test -race -run TestStress ./cli/sshd.
func stress(t *testing.T) (sessions int, span time.Duration) {
	sessions, span = 48, 2*time.Second
	if text, ok := os.LookupEnv("ASAPAK_STRESS"); ok {
		count, length, _ := strings.Cut(text, ",")
		var errs [2]error
		sessions, errs[0] = strconv.Atoi(count)
		span, errs[1] = time.ParseDuration(length)
		if errs != [2]error{} {
			t.Fatalf("ASAPAK_STRESS=%q: %v", text, errs)
		}
	}
	return sessions, span
}

// Many sessions enter keys and reload units at once: no key that was acknowledged
// is lost, no prompt and no history is another session's, and when all is over
// nothing is left (TestMain looks for goroutines).
func TestStress(t *testing.T) {
	sessions, span := stress(t)
	units := max(sessions/4, 1)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	t.Run("sessions", func(t *testing.T) {
		s := serve(t, units, func(o *Options) { o.MaxSessions = 8 })
		entered := make([]atomic.Int64, units)
		over := make(chan struct{})
		var ready, all sync.WaitGroup
		ready.Add(sessions)
		for i := range sessions {
			all.Go(func() {
				first := sync.OnceFunc(ready.Done)
				defer first()
				for !isOver(over) {
					v := visitor{served: s, unit: i % units, session: i, over: over, in: first}
					err := v.visit()
					entered[v.unit].Add(int64(v.keys))
					if err != nil {
						t.Errorf("session %d: %v", i, err)
						return
					}
				}
			})
		}
		ready.Wait() // the span begins when everybody has logged in once
		<-time.After(span)
		close(over)
		all.Wait()
		s.world.mu.Lock()
		defer s.world.mu.Unlock()
		total := 0
		for i, u := range s.sim.Units() {
			flash := u.Device().Flash()
			kept := 0
			for _, tb := range flash.TimeBased {
				kept += len(tb.Keys)
			}
			want := int(entered[i].Load())
			if kept < want {
				t.Errorf("%s keeps %d keys of %d that were acknowledged", u.Name, kept, want)
			}
			total += want
		}
		if total == 0 {
			t.Error("no key was entered")
		}
		t.Logf("%d sessions on %d units entered %d keys", sessions, units, total)
	})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.HeapAlloc > before.HeapAlloc+(32<<20) {
		t.Errorf("the heap grew from %d to %d bytes", before.HeapAlloc, after.HeapAlloc)
	}
}

func isOver(over chan struct{}) bool {
	select {
	case <-over:
		return true
	default:
		return false
	}
}

// A visitor is one login of a session.
type visitor struct {
	served        *served
	unit, session int
	over          chan struct{}
	in            func() // is called when the login is done
	keys          int    // that were acknowledged

	talker *talker
	prompt string
}

// errBrokenOff says that the connection is gone: another session reloaded the unit.
var errBrokenOff = errors.New("broken off")

// say types a line and returns what is shown before the prompt.
func (v *visitor) say(line, end string) (string, error) {
	if v.talker.send(line+"\n") != nil {
		return "", errBrokenOff
	}
	text, err := v.talker.until(end)
	if err != nil {
		return "", errBrokenOff
	}
	return text, nil
}

// visit logs in, and enters keys until a reload or the end.
func (v *visitor) visit() error {
	client, err := ssh.Dial("tcp", v.served.addresses[v.unit], clientConfig())
	if err != nil {
		return nil
	}
	defer client.Close()
	if v.talker, err = open(client); err != nil {
		return nil
	}
	v.prompt = fmt.Sprintf("asa%d# ", v.unit+1)
	_, err = v.say("enable", "Password: ")
	if err == nil {
		_, err = v.say("cisco", v.prompt)
	}
	v.in()
	for round := 0; err == nil && !isOver(v.over); round++ {
		if err = v.enterKey(); err == nil {
			err = v.lookBack(round)
		}
		if err == nil && round%16 == v.session%16 {
			v.say("reload noconfirm", "TERM signal\r\n")
			return nil
		}
	}
	if errors.Is(err, errBrokenOff) {
		return nil
	}
	return err
}

func (v *visitor) enterKey() error {
	text, err := v.say(`simulate issue "AnyConnect Premium Peers"=25 for 4w`, v.prompt)
	if err != nil {
		return err
	}
	lines := strings.Split(text, "\r\n")
	if len(lines) != 3 {
		return fmt.Errorf("issue answers %q", text)
	}
	if text, err = v.say("activation-key "+lines[1], v.prompt); err != nil {
		return err
	}
	if strings.Contains(text, "ERROR") {
		return fmt.Errorf("a fresh key is refused: %q", text)
	}
	v.keys++
	return nil
}

// lookBack finds the session's own marks in its history, and no other's.
func (v *visitor) lookBack(round int) error {
	mark := fmt.Sprintf("| include s%dr", v.session)
	if _, err := v.say(fmt.Sprintf("show clock %s%d", mark, round), v.prompt); err != nil {
		return err
	}
	text, err := v.say("show history", v.prompt)
	if err != nil {
		return err
	}
	if n := strings.Count(text, mark); n == 0 || n != strings.Count(text, "| include s") {
		return fmt.Errorf("the history is another one's: %q", text)
	}
	return nil
}

// open opens a shell where the unit may go down meanwhile.
func open(c *ssh.Client) (*talker, error) {
	s, err := c.NewSession()
	if err != nil {
		return nil, err
	}
	k := &talker{close: c.Close}
	k.in, _ = s.StdinPipe()
	k.out, _ = s.StdoutPipe()
	if err := s.Shell(); err != nil {
		return nil, err
	}
	_, err = k.until("> ")
	return k, err
}
