package transport

import (
	"context"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// A Load is a number of participants that ask as fast as they are answered.
type Load struct {
	Address      string
	Secret       string
	Participants int
	Pattern      string // one of LoadPatterns
	Duration     time.Duration
	Limits       Limits
	Progress     func(LoadProgress) // each second, nil for none
}

// A LoadProgress is how far a load has come.
type LoadProgress struct {
	Elapsed   time.Duration
	Connected int
	Answers   uint64
}

// A LoadResult is what came of a load.
type LoadResult struct {
	Elapsed  time.Duration // while all were connected
	Connects Latencies     // connections with authentication
	Durable  Latencies     // answers that changed the pool: grants and releases
	Plain    Latencies     // answers that changed nothing
	Errors   uint64
	FirstErr error
}

// patterns are what a participant does in a round, by the name of the load.
var patterns = map[string]func(*loader) error{
	"grants":    (*loader).grants,
	"refreshes": (*loader).refreshes,
	"mixed":     (*loader).mixed,
	"connects":  (*loader).connects,
	"idle":      (*loader).idle,
}

// LoadPatterns are the names of the patterns.
func LoadPatterns() []string { return slices.Sorted(maps.Keys(patterns)) }

// loadLimit is how many sessions a participant of a load holds at most.
const loadLimit = sharedlic.Increment

// dialsAtOnce is how many participants connect at the same time.
const dialsAtOnce = 64

// A loader is one participant of a load.
type loader struct {
	load    *Load
	ctx     context.Context
	network *Network
	id      license.Serial
	conn    *Conn
	request uint64
	lease   int
	result  LoadResult
	answers *atomic.Uint64
}

// Run runs the load until its time is over or ctx ends. Participants that fail
// are counted, the others go on.
func (l *Load) Run(ctx context.Context) (LoadResult, error) {
	if patterns[l.Pattern] == nil {
		return LoadResult{}, fmt.Errorf("pattern %q: want one of %v", l.Pattern, LoadPatterns())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	loaders, answers, err := l.loaders(ctx)
	if err != nil {
		return LoadResult{}, err
	}
	begun := time.Now()
	var connected atomic.Int64
	var progress sync.WaitGroup
	if l.Progress != nil {
		progress.Go(func() {
			for wait(ctx, time.Second) {
				l.Progress(LoadProgress{time.Since(begun), int(connected.Load()), answers.Load()})
			}
		})
	}
	dial := make(chan struct{}, dialsAtOnce)
	var ready, all sync.WaitGroup
	start := make(chan struct{})
	for _, p := range loaders {
		ready.Add(1)
		all.Go(func() {
			defer p.close()
			dial <- struct{}{}
			err := p.connect()
			<-dial
			if err == nil {
				connected.Add(1)
			}
			ready.Done()
			<-start
			p.run(err)
		})
	}
	ready.Wait()
	running := time.Now()
	stop := time.AfterFunc(l.Duration, cancel)
	defer stop.Stop()
	close(start)
	all.Wait()
	result := LoadResult{Elapsed: time.Since(running)}
	cancel()
	progress.Wait()
	for _, p := range loaders {
		result.add(&p.result)
	}
	return result, nil
}

func (l *Load) loaders(ctx context.Context) ([]*loader, *atomic.Uint64, error) {
	all := make([]*loader, l.Participants)
	answers := new(atomic.Uint64)
	for i := range all {
		id := license.Serial(fmt.Sprintf("LOAD%07d", i))
		n, err := NewNetwork(Identity{Participant, id}, l.Secret, l.Limits, nil, nil)
		if err != nil {
			return nil, nil, err
		}
		all[i] = &loader{load: l, ctx: ctx, network: n, id: id, answers: answers, request: uint64(time.Now().Unix()) << 32}
	}
	return all, answers, nil
}

// connect opens a connection and registers.
func (p *loader) connect() error {
	begun := time.Now()
	c, err := p.network.Dial(context.WithoutCancel(p.ctx), p.load.Address)
	if err != nil {
		return err
	}
	p.result.Connects.add(time.Since(begun))
	p.conn = c
	return p.ask(sharedlic.Registration{
		Header: p.header(), Hostname: "load", Model: "load", Limit: loadLimit, Held: p.lease,
		MinVersion: sharedlic.MinVersion, MaxVersion: sharedlic.Version,
	}, &p.result.Durable)
}

func (p *loader) close() {
	if p.conn != nil {
		p.conn.Close()
		p.conn = nil
	}
}

// run does round after round until the end, or the first error.
func (p *loader) run(err error) {
	round := patterns[p.load.Pattern]
	for err == nil && p.ctx.Err() == nil {
		err = round(p)
	}
	if err != nil {
		p.result.Errors, p.result.FirstErr = 1, err
	}
}

func (p *loader) header() sharedlic.Header {
	p.request++
	return sharedlic.Header{From: p.id, Request: p.request}
}

// ask sends a request and waits for its answer.
func (p *loader) ask(m sharedlic.Message, to *Latencies) error {
	frame, err := wire.Append(nil, m)
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := p.conn.write(frame); err != nil {
		return err
	}
	for {
		got, err := p.conn.Receive()
		if err != nil {
			return err
		}
		a, ok := got.(sharedlic.Answer)
		if !ok || a.Request != m.Head().Request {
			continue
		}
		if a.Status != sharedlic.Done {
			return fmt.Errorf("%s of %s: %s", m.Kind(), p.id, a.Status)
		}
		if a.Lease == p.lease && m.Kind() != sharedlic.RegistrationKind {
			to = &p.result.Plain
		}
		p.lease = a.Lease
		to.add(time.Since(begun))
		p.answers.Add(1)
		return nil
	}
}

// grants asks for one session more, and gives all back when it holds the most.
func (p *loader) grants() error {
	if p.lease == loadLimit {
		return p.ask(sharedlic.Release{Header: p.header()}, &p.result.Durable)
	}
	return p.ask(sharedlic.Get{Header: p.header(), Want: 1}, &p.result.Durable)
}

func (p *loader) refreshes() error {
	return p.ask(sharedlic.Refresh{Header: p.header(), Held: p.lease}, &p.result.Plain)
}

// mixed is a grant and nine refreshes.
func (p *loader) mixed() error {
	if err := p.grants(); err != nil {
		return err
	}
	for range 9 {
		if err := p.refreshes(); err != nil || p.ctx.Err() != nil {
			return err
		}
	}
	return nil
}

func (p *loader) connects() error {
	p.close()
	return p.connect()
}

// idle keeps the connection, and its lease alive.
func (p *loader) idle() error {
	if !wait(p.ctx, sharedlic.MinInterval) {
		return nil
	}
	return p.refreshes()
}

// Latencies are how long things took, counted in steps of a sixteenth.
type Latencies struct {
	counts  map[uint16]uint64
	Count   uint64
	Longest time.Duration
}

// stepBits is how many bits of a latency are kept behind its highest.
const stepBits = 4

func (l *Latencies) add(d time.Duration) {
	if l.counts == nil {
		l.counts = make(map[uint16]uint64)
	}
	n := uint64(max(d, 1))
	shift := max(bits.Len64(n)-1-stepBits, 0)
	l.counts[uint16(shift)<<8|uint16(n>>shift)]++
	l.Count++
	l.Longest = max(l.Longest, d)
}

func (l *Latencies) merge(o *Latencies) {
	if l.counts == nil {
		l.counts = make(map[uint16]uint64)
	}
	for k, n := range o.counts {
		l.counts[k] += n
	}
	l.Count += o.Count
	l.Longest = max(l.Longest, o.Longest)
}

// Percentile is the latency that a share of all didn't exceed, to a sixteenth.
func (l *Latencies) Percentile(share float64) time.Duration {
	left := uint64(share*float64(l.Count) + 0.5)
	for _, k := range slices.SortedFunc(maps.Keys(l.counts), func(a, b uint16) int { return int(upper(a) - upper(b)) }) {
		if n := l.counts[k]; n < left {
			left -= n
			continue
		}
		return min(upper(k), l.Longest)
	}
	return l.Longest
}

// upper is the longest latency that is counted under k.
func upper(k uint16) time.Duration { return time.Duration(uint64(k&0xff)+1)<<(k>>8) - 1 }

func (r *LoadResult) add(o *LoadResult) {
	r.Connects.merge(&o.Connects)
	r.Durable.merge(&o.Durable)
	r.Plain.merge(&o.Plain)
	r.Errors += o.Errors
	if r.FirstErr == nil {
		r.FirstErr = o.FirstErr
	}
}
