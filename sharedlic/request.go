package sharedlic

// pump sends the next request, if there is one and none is under way.
func (p *Participant) pump() {
	if p.pending != nil || p.off {
		return
	}
	if !p.registered {
		if p.now >= p.registerAt {
			p.register()
		}
		return
	}
	switch {
	case p.refigured:
		p.register()
	case p.predecessor != "":
		p.request(Transfer{Header: p.header(), Old: p.predecessor})
	case p.lighter && p.keep() < p.held:
		p.lighter = false
		p.held = p.keep()
		p.request(Release{Header: p.header(), Keep: p.held})
	case p.need() > p.held && !p.short:
		p.request(Get{Header: p.header(), Want: p.want(Increment)})
	case p.now >= p.refreshAt:
		p.refresh()
	}
}

// want is how much more to ask for, in increments of 50, at most so much.
func (p *Participant) want(most int) int {
	missing := max(p.need()-p.held, 0)
	whole := (missing + Increment - 1) / Increment * Increment
	return min(whole, most, p.room()-p.held)
}

// refresh keeps the lease, gives back what is too much, and asks for what is
// missing (SHR-5, SHR-6).
func (p *Participant) refresh() {
	p.lighter = false
	p.held = p.keep()
	p.refreshAt = p.now + p.interval
	p.request(Refresh{Header: p.header(), Held: p.held, Want: p.want(MaxSessions)})
}

func (p *Participant) register() {
	p.refigured = false
	p.request(Registration{
		Header: p.header(), Hostname: p.unit.Hostname, Model: p.unit.Model,
		Local: p.unit.Local, Limit: p.unit.Limit, Held: p.held,
		MinVersion: MinVersion, MaxVersion: Version,
	})
}

func (p *Participant) header() Header {
	p.requests++
	return Header{From: p.unit.ID, Epoch: p.epoch, Request: uint64(p.unit.Life)<<32 | uint64(p.requests)}
}

func (p *Participant) request(m Message) {
	p.pending, p.sent, p.tries = m, p.now, 0
	p.again()
}

// again sends the request that is under way, once more; after the last try it
// gives the service up.
func (p *Participant) again() {
	if p.tries == maxTries || p.tries > 0 && !p.registered {
		p.giveUp(ConnectionFailed)
		return
	}
	p.tries++
	p.resendAt = p.now + answerTimeout
	p.counts[p.pending.Kind()].Sent++
	p.send(Address{Service: p.service}, p.pending)
}

// giveUp turns to the other service, at once if this one was there before.
func (p *Participant) giveUp(reason Reason) {
	kind := p.pending.Kind()
	p.counts[kind].Errors++
	p.emit(Event{Kind: RequestFailed, Request: kind, Reason: reason})
	if p.reached && reason == ConnectionFailed {
		p.emit(Event{Kind: ServiceInactive})
	}
	p.leave(reason)
}

// leave ends the registration. After a failure of a service that was there the
// other one is tried at once, then there is a pause between two tries.
func (p *Participant) leave(reason Reason) {
	p.pending = nil
	p.registerAt = p.now
	if !p.registered {
		p.registerAt += min(p.interval, maxPause)
	}
	p.registered = false
	p.reached = p.reached && reason != ConnectionFailed
	if p.backup {
		p.service = MainServer + BackupServer - p.service
	} else {
		p.service = MainServer
	}
}

// answered takes an answer. One to another request than the one under way, or
// from a server that has lost its role, changes nothing.
func (p *Participant) answered(a Answer) {
	if p.pending == nil || a.Request != p.pending.Head().Request || a.Epoch < p.epoch || a.Epoch >= maxEpoch {
		return
	}
	kind := p.pending.Kind()
	p.counts[kind].Received++
	p.epoch = a.Epoch
	if a.Status == Done {
		p.accept(a)
		return
	}
	p.refused(kind, a.Status)
}

func (p *Participant) refused(kind Kind, status Status) {
	p.counts[kind].Errors++
	if status != Moved {
		p.emit(Event{Kind: RequestFailed, Request: kind, Reason: reasons[status]})
	}
	if status != UnknownClient {
		p.leave(reasons[status])
		return
	}
	// The server took the sessions back: they are asked for anew (SHR-9).
	p.pending, p.registered, p.registerAt = nil, false, p.now
	p.held = 0
}

// accept takes what the server grants.
func (p *Participant) accept(a Answer) {
	asked := p.pending
	p.pending, p.contact = nil, p.sent
	p.pool, p.free, p.version = a.Pool, a.Free, a.Version
	if a.Interval >= MinInterval && a.Interval <= MaxInterval {
		p.interval = a.Interval
	}
	before := p.held
	p.held = 0
	if !p.standby {
		p.held = min(max(a.Lease, 0), p.room())
	}
	switch m := asked.(type) {
	case Registration:
		p.arrive()
	case Get:
		p.short = p.held-before < m.Want
	case Refresh:
		p.short = m.Want > 0 && p.held-before < m.Want
	case Transfer:
		p.predecessor = ""
	}
	p.settle()
}

// arrive begins to draw on a service.
func (p *Participant) arrive() {
	if !p.registered {
		p.short = false
		p.refreshAt = p.now + p.interval
		if !p.reached {
			p.emit(Event{Kind: ServiceActive})
		}
	}
	p.registered, p.reached = true, true
}
