package sharedlic

import "github.com/asapak/asapak/license"

// A takeover is the main server on its way to have what the backup gave out.
type takeover struct {
	from    license.Serial // empty for none under way
	granted Epoch          // the backup's epoch that is taken over
	after   uint64
	start   uint64
	request uint64
	clients []Client
}

// peer finds a configured backup unit.
func (v *Server) peer(id license.Serial) *Peer {
	for i := range v.peers {
		if p := &v.peers[i]; p.ID == id && id != "" {
			return p
		}
	}
	return nil
}

// hello registers the backup. One that has served is asked for its ledger before
// this server goes on, one that hasn't lets it serve at once.
func (v *Server) hello(h Hello) {
	p := v.peer(h.From)
	w := Welcome{Status: Done, Version: Version}
	switch {
	case h.Epoch >= maxEpoch || h.Granted >= maxEpoch:
		return
	case p == nil:
		w.Status = UnknownClient
	case h.MinVersion > Version || h.MaxVersion < MinVersion:
		w.Status = BadVersion
	case v.phase == standing:
		w.Status = NotActive
	}
	taken := w.Status == Done
	if taken {
		p.heard, p.Registered = v.now, true
		v.learn(max(h.Epoch, h.Granted))
		if v.phase == waiting && h.Granted <= v.merged {
			v.activate(v.merged)
		}
	}
	w.Header = Header{From: v.unit.ID, Epoch: v.epoch, Request: h.Request}
	w.Merged = v.merged
	v.send(Address{Unit: h.From}, w)
	v.countPeer(p, HelloKind, taken)
	if taken && h.Granted > v.merged {
		v.takeFrom(h)
	}
}

func (v *Server) countPeer(p *Peer, k Kind, done bool) {
	if p == nil {
		return
	}
	c := &p.Counts[k]
	c.Received++
	c.Sent++
	c.Errors += uint64(one(!done))
}

// takeFrom asks the backup for its ledger, or asks again from where it stopped.
func (v *Server) takeFrom(h Hello) {
	if t := &v.takeover; t.from != h.From || t.granted != h.Granted {
		*t = takeover{from: h.From, granted: h.Granted}
	}
	v.askPage()
}

func (v *Server) askPage() {
	t := &v.takeover
	v.requests++
	t.request = uint64(v.unit.Life)<<32 | uint64(v.requests)
	v.send(Address{Unit: t.from}, Sync{
		Header: Header{From: v.unit.ID, Epoch: v.epoch, Request: t.request},
		After:  t.after, Start: t.start,
	})
}

// takePage gathers the backup's ledger; with the last page it is taken over.
func (v *Server) takePage(p Page) {
	t := &v.takeover
	if v.phase == standing || t.from == "" || p.From != t.from || p.Request != t.request || p.Status != Done {
		return
	}
	t.request = 0
	if p.Whole {
		t.clients = t.clients[:0]
	}
	t.clients = append(t.clients, p.Clients...)
	t.after, t.start = p.Upto, p.Start
	v.until = max(v.until, v.now+contactLost)
	if p.More {
		v.askPage()
		return
	}
	v.learn(p.Epoch)
	clients, granted := t.clients, t.granted
	v.takeover = takeover{}
	v.merge(clients)
	if v.phase == waiting {
		v.activate(granted)
	} else {
		v.commit(Record{Kind: EpochTaken, Epoch: v.epoch.Next(v.seat), Merged: granted})
	}
}

// merge takes over what the backup gave out. Of each client the newer word
// counts: that of the server which heard it last. What doesn't fit into the pool
// isn't taken over; the client hears it with its next answer.
func (v *Server) merge(clients []Client) {
	newer := make(map[license.Serial]int, len(clients))
	for i := range clients {
		c := &clients[i]
		if k := v.clients[c.ID]; k == nil || c.Request >= k.last {
			newer[c.ID] = i
		}
	}
	for i := range clients {
		if k := v.clients[clients[i].ID]; k != nil && k.Lease > 0 && newer[k.ID] == i {
			c := k.Client
			c.Lease = min(c.Lease, clients[i].Lease)
			v.commit(Record{Kind: Copied, Client: c})
		}
	}
	for i := range clients {
		c := clients[i]
		if at, ok := newer[c.ID]; ok && at == i {
			had := 0
			if k := v.clients[c.ID]; k != nil {
				had = k.Lease
			} else if !v.makeRoom() {
				continue
			}
			c.Lease = min(c.Lease, had+v.free)
			v.commit(Record{Kind: Copied, Client: c})
		}
	}
	v.watchUsage()
}

// pull answers the backup's Sync and Update with a page of the ledger.
func (v *Server) pull(m Message, after, start uint64) {
	h := m.Head()
	p := v.peer(h.From)
	if p == nil || h.Epoch >= maxEpoch {
		return
	}
	page := Page{Status: NotActive}
	if v.phase == main {
		v.learn(h.Epoch)
		p.heard, p.Registered = v.now, true
		page = v.page(after, start)
	}
	page.Header = Header{From: v.unit.ID, Epoch: v.epoch, Request: h.Request}
	page.To = m.Kind()
	v.send(Address{Unit: h.From}, page)
	v.countPeer(p, m.Kind(), page.Status == Done)
}
