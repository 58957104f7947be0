package transport

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"go.uber.org/goleak"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport/journal"
	"github.com/asapak/asapak/sharedlic/wire"
)

// kills is how often the server is killed: 500 by hand, with -kills 500.
var kills = flag.Int("kills", 10, "how often TestKill kills the server")

// serverDir is the environment's name of the state directory of a server that
// runs to be killed.
const serverDir = "ASAPAK_TEST_SERVER_DIR"

// The pool is small, so that participants want the same sessions.
const (
	killPool    = 60
	killClients = 6
	killWant    = 20
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(serverDir); dir != "" {
		serveToBeKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

// serveToBeKilled is a server in a process of its own.
func serveToBeKilled(dir string) {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	n, err := NewNetwork(Identity{Server, mainID}, secret, DefaultLimits(), nil, nil)
	check(err)
	life, err := journal.Life(dir)
	check(err)
	u, err := Run(context.Background(), Options{
		Network: n, Listener: l, Dir: dir, Begin: []sharedlic.Input{sharedlic.SetRole{Active: true}},
		Start: func(s journal.State) (Machine, sharedlic.Output, error) {
			return sharedlic.RestoreServer(sharedlic.Unit{ID: mainID, Life: life}, sharedlic.MainPrimary,
				sharedlic.Settings{Pool: killPool, Interval: sharedlic.MaxInterval}, &s.Snapshot, s.Records)
		},
		Event: func(sharedlic.Event) {}, Refused: func(Refusal) {}, Notice: check,
	})
	check(err)
	fmt.Println(l.Addr())
	check(u.Wait())
	os.Exit(0)
}

// A killable is a server in a process of its own.
type killable struct {
	address string
	kill    func()
}

func startKillable(t *testing.T, dir string) *killable {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), serverDir+"="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.Process.Kill()
		c.Wait()
		t.Fatal("the server doesn't start: ", err)
	}
	return &killable{strings.TrimSpace(line), sync.OnceFunc(func() {
		c.Process.Kill()
		c.Wait()
	})}
}

// A request is an operation of the history: what was asked and what came of it.
type request struct {
	client int
	kind   sharedlic.Kind
	n      int // want, keep or held
	lease  int // as answered
	free   int
	known  bool // it was answered
}

// A holder is a participant that notes all that it asks.
type holder struct {
	index   int
	network *Network
	request uint64
	lease   int // as the server said last
	random  *rand.Rand
	history []porcupine.Operation

	// possible are the leases that the server may have on its disk: the one that
	// was told last, and what requests led to that weren't answered.
	possible []int
}

// ask sends a request and notes it, with its answer if there is one.
func (h *holder) ask(c *Conn, begun time.Time, kind sharedlic.Kind, n int) error {
	h.request++
	head := sharedlic.Header{From: idOf(h.index), Request: h.request}
	var m sharedlic.Message
	switch kind {
	case sharedlic.RegistrationKind:
		m = sharedlic.Registration{Header: head, Hostname: "asa", Model: "ASA", Limit: killPool, Held: n, MinVersion: 1, MaxVersion: 1}
	case sharedlic.GetKind:
		m = sharedlic.Get{Header: head, Want: n}
	case sharedlic.ReleaseKind:
		m = sharedlic.Release{Header: head, Keep: n}
	}
	frame, err := wire.Append(nil, m)
	if err != nil {
		return err
	}
	r := request{client: h.index, kind: kind, n: n}
	called := time.Since(begun).Nanoseconds()
	for _, p := range h.possible {
		h.possible = append(h.possible, outcomes(r, p)...)
	}
	if err = c.write(frame); err == nil {
		var got sharedlic.Message
		if got, err = c.Receive(); err == nil {
			a := got.(sharedlic.Answer)
			r.lease, r.free, r.known = a.Lease, a.Free, a.Status == sharedlic.Done
			h.lease, h.possible = a.Lease, []int{a.Lease}
		}
	}
	// What the server did it did before it was killed, and so before this.
	returned := time.Since(begun).Nanoseconds()
	h.history = append(h.history, porcupine.Operation{ClientId: h.index, Input: r, Call: called, Output: r, Return: returned})
	return err
}

// live asks for and releases sessions until the server is gone, or for a while,
// and tells when it was answered.
func (h *holder) live(address string, begun time.Time, answered func()) {
	defer answered()
	c, err := h.network.Dial(context.Background(), address)
	if err != nil {
		return
	}
	defer c.abort()
	err = h.ask(c, begun, sharedlic.RegistrationKind, h.lease)
	answered()
	for n := 0; err == nil && n < 60; n++ {
		if h.random.IntN(3) == 0 && h.lease > 0 {
			err = h.ask(c, begun, sharedlic.ReleaseKind, h.random.IntN(h.lease))
		} else {
			err = h.ask(c, begun, sharedlic.GetKind, 1+h.random.IntN(killWant))
		}
	}
	if err == nil {
		c.Receive() // until the server is killed
	}
}

// rule SHR-14: after kill -9 at any instant no acknowledged grant or release is
// lost, none appears that wasn't asked for, and the history is that of one pool.
func TestKill(t *testing.T) {
	dir, begun := t.TempDir(), time.Now()
	random := rand.New(rand.NewPCG(1, 2))
	holders := make([]*holder, killClients)
	for i := range holders {
		holders[i] = &holder{index: i, network: network(t, Participant, idOf(i), secret, DefaultLimits()), random: rand.New(rand.NewPCG(3, uint64(i))), possible: []int{0}}
	}
	requests := 0
	for n := range *kills {
		s := startKillable(t, dir)
		first := make(chan struct{})
		answered := sync.OnceFunc(func() { close(first) })
		var all sync.WaitGroup
		for _, h := range holders {
			all.Go(func() { h.live(s.address, begun, answered) })
		}
		all.Go(func() {
			<-first
			wait(t.Context(), time.Duration(random.IntN(60_000))*time.Microsecond)
			s.kill()
		})
		all.Wait()
		checkJournal(t, n, dir, holders)
	}
	var history []porcupine.Operation
	for _, h := range holders {
		history = append(history, h.history...)
	}
	for _, o := range history {
		if o.Output.(request).known {
			requests++
		}
	}
	if result := porcupine.CheckOperationsTimeout(poolModel, history, time.Minute); result != porcupine.Ok {
		t.Errorf("the history of %d requests isn't that of one pool: %v", len(history), result)
	}
	t.Logf("%d kills, %d requests answered, %d not", *kills, requests, len(history)-requests)
	if requests < *kills*killClients {
		t.Errorf("only %d requests were answered", requests)
	}
}

// checkJournal compares what is on the disk with what the participants were told.
func checkJournal(t *testing.T, n int, dir string, holders []*holder) {
	t.Helper()
	l, state, err := journal.Open(dir, func(uint64, error) {})
	if err != nil {
		t.Fatalf("after kill %d: %v", n+1, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	leases, total := leasesOf(state), 0
	for _, h := range holders {
		got := leases[idOf(h.index)]
		total += got
		if !slices.Contains(h.possible, got) {
			t.Errorf("after kill %d participant %d holds %d on the disk, was told %d, and could hold %d", n+1, h.index, got, h.lease, h.possible)
		}
	}
	if total > killPool {
		t.Errorf("after kill %d %d sessions of %d are leased", n+1, total, killPool)
	}
}

// outcomes are the leases that an unanswered request can have led to.
func outcomes(r request, lease int) []int {
	var all []int
	switch r.kind {
	case sharedlic.GetKind:
		for n := range r.n {
			all = append(all, lease+n+1)
		}
	case sharedlic.ReleaseKind, sharedlic.RegistrationKind:
		all = append(all, min(lease, r.n))
	}
	return all
}

// leasesOf is what the records add up to.
func leasesOf(s journal.State) map[license.Serial]int {
	leases := make(map[license.Serial]int)
	for _, c := range s.Snapshot.Clients {
		leases[c.Client.ID] = c.Client.Lease
	}
	for _, r := range s.Records {
		if r.Client.ID != "" {
			leases[r.Client.ID] = r.Client.Lease
		}
	}
	return leases
}

// poolModel is the pool as one thing that does one request after the other. One
// that wasn't answered was done or wasn't.
var poolModel = (&porcupine.NondeterministicModel{
	Init: func() []any { return []any{[killClients]int{}} },
	Step: func(state, input, output any) []any {
		leases, in, out := state.([killClients]int), input.(request), output.(request)
		free := killPool
		for _, l := range leases {
			free -= l
		}
		lease := &leases[in.client]
		switch in.kind {
		case sharedlic.RegistrationKind, sharedlic.ReleaseKind:
			*lease = min(*lease, in.n)
		case sharedlic.GetKind:
			*lease += min(in.n, free)
		}
		switch {
		case !out.known:
			return []any{state, leases}
		case out.lease == *lease:
			return []any{leases}
		}
		return nil
	},
	Equal: func(a, b any) bool { return a == b },
}).ToModel()

// The checker can fail: a session that is given out twice is found.
func TestPoolModelFindsOverIssue(t *testing.T) {
	get := func(client, lease int, call int64) porcupine.Operation {
		r := request{client: client, kind: sharedlic.GetKind, n: 50, lease: lease, known: true}
		return porcupine.Operation{ClientId: client, Input: r, Output: r, Call: call, Return: call + 1}
	}
	if !porcupine.CheckOperations(poolModel, []porcupine.Operation{get(0, 50, 0), get(1, 10, 2)}) {
		t.Error("50 and the 10 that are left aren't taken for right")
	}
	if porcupine.CheckOperations(poolModel, []porcupine.Operation{get(0, 50, 0), get(1, 11, 2)}) {
		t.Error("61 of 60 sessions aren't found")
	}
}
