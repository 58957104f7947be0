package sharedlic

// answer carries out a participant's request, at most once, and answers it. A
// late one is not answered.
func (s *service) answer(m Message) (Answer, bool) {
	h := m.Head()
	if s.mute || h.Epoch >= maxEpoch {
		return Answer{}, false
	}
	s.learn(h.Epoch)
	k := s.clients[h.From]
	a, ok := s.decide(k, m)
	if k == nil {
		k = s.clients[h.From]
	}
	a.Header = Header{From: s.unit.ID, Epoch: s.epoch, Request: h.Request}
	a.To = m.Kind()
	s.count(&s.counts[a.To], a.Status, ok)
	if k != nil {
		s.count(&k.counts[a.To], a.Status, ok)
	}
	return a, ok
}

func (s *service) count(c *Count, status Status, answered bool) {
	c.Received++
	if answered {
		c.Sent++
	}
	if status != Done || !answered {
		c.Errors++
	}
}

// decide finds the answer and carries the request out. It reports false for a
// request older than the participant's last one.
func (s *service) decide(k *client, m Message) (Answer, bool) {
	r, registers := m.(Registration)
	id := m.Head().Request
	switch {
	case !s.serving:
		return Answer{Status: s.refusal}, true
	case k != nil && id < k.last:
		return Answer{}, false
	case k != nil && id == k.last && k.Registered:
		k.heard = s.now
		s.heard.push(k)
		return s.report(k), true
	case k == nil && !registers, k != nil && !k.Registered && (!registers || id == k.last):
		return Answer{Status: UnknownClient}, true
	case registers && (r.MinVersion > Version || r.MaxVersion < MinVersion):
		return Answer{Status: BadVersion}, true
	case k == nil && !s.makeRoom():
		return Answer{Status: AtCapacity}, true
	}
	if registers {
		k = s.register(k, &r)
	} else {
		s.carryOut(k, m)
	}
	k.last, k.heard = id, s.now
	s.heard.push(k)
	return s.report(k), true
}

func (s *service) report(k *client) Answer {
	return Answer{Lease: k.Lease, Pool: s.pool, Free: s.free, Interval: s.interval, Version: Version}
}

// makeRoom finds room for one more participant: the one that has been gone for
// longest is forgotten.
func (s *service) makeRoom() bool {
	if len(s.clients) < MaxParticipants {
		return true
	}
	if s.gone.front == nil {
		return false
	}
	s.commit(Record{Kind: Forgotten, Client: s.gone.front.Client})
	return true
}

// register takes a participant in, or its new figures. It keeps of its lease
// what it holds and may hold.
func (s *service) register(k *client, r *Registration) *client {
	c := Client{ID: r.From}
	fresh := true
	if k != nil {
		c, fresh = k.Client, !k.Registered
	}
	c.Hostname, c.Model, c.Local, c.Limit = r.Hostname, r.Model, r.Local, r.Limit
	c.Request, c.Registered = r.Request, true
	before := c.Lease
	c.Lease = min(before, r.Held, max(r.Limit-r.Local, 0))
	s.changeLease(Registered, c, c.Lease-before)
	if fresh {
		s.emit(Event{Kind: ClientRegistered, Client: c.ID})
	}
	return s.clients[c.ID]
}

// carryOut does what a registered participant asks.
func (s *service) carryOut(k *client, m Message) {
	c := k.Client
	c.Request = m.Head().Request
	switch m := m.(type) {
	case Refresh:
		c.Lease = min(c.Lease, m.Held)
		back := k.Lease - c.Lease
		s.lease(k, c, m.Want, back)
	case Get:
		s.lease(k, c, min(m.Want, Increment), 0)
	case Release:
		c.Lease = min(c.Lease, m.Keep)
		s.lease(k, c, 0, k.Lease-c.Lease)
	case Transfer:
		s.transfer(c, m)
	}
}

// lease gives c what it wants, or what is left of that, after it gave back. A
// request that changes nothing leaves no record.
func (s *service) lease(k *client, c Client, want, back int) {
	given := max(min(want, s.free+back, c.Limit-c.Local-c.Lease), 0)
	c.Lease += given
	switch {
	case c.Lease > k.Lease:
		s.changeLease(Granted, c, c.Lease-k.Lease)
	case c.Lease < k.Lease:
		s.changeLease(GaveBack, c, k.Lease-c.Lease)
	}
}

// transfer moves the lease of the unit that was active before in one step; what
// the new one may not hold goes back to the pool (SHR-11). Also a transfer of
// nothing leaves a record: repeated later, it would find something.
func (s *service) transfer(c Client, m Transfer) {
	k := s.clients[m.Old]
	if k == nil || m.Old == c.ID {
		s.changeLease(Granted, c, 0)
		return
	}
	old := k.Client
	moved := max(min(old.Lease, c.Limit-c.Local-c.Lease), 0)
	c.Lease += moved
	old.Lease, old.Registered = 0, false
	s.commit(Record{Kind: Transferred, Client: c, Old: old, Sessions: moved})
	s.watchUsage()
}
