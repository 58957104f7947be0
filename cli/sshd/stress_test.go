package sshd

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
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
		end := time.Now().Add(span)
		entered := make([]int, units)
		var mu sync.Mutex
		var all sync.WaitGroup
		for i := range sessions {
			all.Go(func() {
				for round := 0; time.Now().Before(end); round++ {
					n, err := visit(s, i%units, i, round)
					mu.Lock()
					entered[i%units] += n
					mu.Unlock()
					if err != nil {
						t.Errorf("session %d: %v", i, err)
						return
					}
				}
			})
		}
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
			if kept < entered[i] {
				t.Errorf("%s keeps %d keys of %d that were acknowledged", u.Name, kept, entered[i])
			}
			total += entered[i]
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

// visit logs in, issues a key and enters it, and every so often reloads the unit.
// It returns how many keys were acknowledged. A connection that breaks is one
// whose unit was reloaded by another session.
func visit(s *served, unit, session, round int) (keys int, err error) {
	client, err := ssh.Dial("tcp", s.addresses[unit], clientConfig())
	if err != nil {
		return 0, nil
	}
	defer client.Close()
	k, err := open(client)
	if err != nil {
		return 0, nil
	}
	defer time.AfterFunc(4*patience, func() { client.Close() }).Stop()
	name := fmt.Sprintf("asa%d", unit+1)
	mark := fmt.Sprintf("show clock | include s%dr%d", session, round)
	say := func(line, end string) (string, bool) {
		if k.send(line+"\n") != nil {
			return "", false
		}
		text, err := k.until(end)
		return text, err == nil
	}
	for _, step := range [][2]string{{"enable", "Password: "}, {"cisco", name + "# "}, {"terminal pager 0", name + "# "}, {mark, name + "# "}} {
		if _, ok := say(step[0], step[1]); !ok {
			return 0, nil
		}
	}
	for range 3 {
		text, ok := say(`simulate issue "AnyConnect Premium Peers"=25 for 4w`, name+"# ")
		if !ok {
			return keys, nil
		}
		lines := strings.Split(text, "\r\n")
		if len(lines) != 3 {
			return keys, fmt.Errorf("issue answers %q", text)
		}
		text, ok = say("activation-key "+lines[1], name+"# ")
		switch {
		case !ok:
			return keys, nil
		case !strings.Contains(text, "ERROR"):
			keys++
		default:
			return keys, fmt.Errorf("a fresh key is refused: %q", text)
		}
	}
	text, ok := say("show history", name+"# ")
	if !ok {
		return keys, nil
	}
	if strings.Count(text, "| include s") != 1 || !strings.Contains(text, mark) {
		return keys, fmt.Errorf("the history is another one's: %q", text)
	}
	if (session+round)%4 == 0 {
		say("reload noconfirm", "TERM signal\r\n")
	}
	return keys, nil
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
