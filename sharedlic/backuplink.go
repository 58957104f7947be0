package sharedlic

// tick is the ten-second round: an Update of the main server that knows this
// backup, or else a Hello. A round that wasn't answered breaks the link.
func (b *Backup) tick() {
	b.tickAt = b.now + SyncInterval
	if b.request != 0 {
		b.messages[b.kind].Errors++
		b.linked = false
	}
	if b.linked {
		b.ask(UpdateKind, 0)
		return
	}
	b.greet()
}

func (b *Backup) greet() {
	h := b.header(HelloKind)
	b.send(Address{Service: MainServer}, Hello{Header: h, Granted: b.backup.Granted, MinVersion: MinVersion, MaxVersion: Version})
}

func (b *Backup) header(k Kind) Header {
	b.requests++
	b.request, b.kind = uint64(b.unit.Life)<<32|uint64(b.requests), k
	b.messages[k].Sent++
	return Header{From: b.unit.ID, Epoch: b.epoch, Request: b.request}
}

// ask asks the main server for a page: the first one with start zero.
func (b *Backup) ask(k Kind, after uint64) {
	if b.start == 0 {
		after = b.backup.Copied
	}
	h := b.header(k)
	if k == UpdateKind {
		b.send(Address{Service: MainServer}, Update{Header: h, After: after})
		return
	}
	b.send(Address{Service: MainServer}, Sync{Header: h, After: after, Start: b.start})
}

// answers reports whether a message answers the request under way.
func (b *Backup) answers(h Header, status Status) bool {
	if b.request == 0 || h.Request != b.request || h.Epoch >= maxEpoch || b.phase == resting {
		return false
	}
	b.request = 0
	b.messages[b.kind].Received++
	if status != Done {
		b.messages[b.kind].Errors++
		b.linked = false
	}
	return status == Done
}

// welcome is the main server's word that it knows this backup. When it has taken
// over what the backup gave out, the backup is an ordinary participant again, and
// copies the ledger (BKP-1, BKP-4).
func (b *Backup) welcome(w Welcome) {
	if !b.answers(w.Header, w.Status) {
		return
	}
	b.main, b.heardAt = w.From, b.now
	b.learnAside(w.Epoch)
	if b.backup.Granted > w.Merged {
		return
	}
	if b.backup.Granted != 0 {
		b.mute, b.refusal = false, Moved
		b.book(func(s *BackupState) { s.Granted, s.Acting, s.Copied = 0, 0, 0 })
	}
	b.phase, b.linked, b.start = idle, true, 0
	b.ask(SyncKind, 0)
}

// learnAside notes an epoch without taking a higher one: the main server's word
// doesn't end the service, its Sync does.
func (b *Backup) learnAside(e Epoch) {
	if !b.serving {
		b.learn(e)
	}
}

// takePage gathers the main server's ledger. All the pages together replace or
// complete the copy; the first copy is the condition for acting (BKP-1).
func (b *Backup) takePage(p Page) {
	if !b.answers(p.Header, p.Status) {
		if p.Status == NotActive && !b.linked && b.request == 0 && p.From == b.main && b.phase == idle {
			b.greet()
		}
		return
	}
	if b.phase != idle || p.Interval < MinInterval || p.Interval > MaxInterval {
		return
	}
	b.heardAt = b.now
	b.learn(p.Epoch)
	if p.Whole || b.start == 0 {
		b.staged, b.whole = b.staged[:0], p.Whole
	}
	b.staged, b.start = append(b.staged, p.Clients...), p.Start
	if p.More {
		b.ask(SyncKind, p.Upto)
		return
	}
	b.start = 0
	b.copyLedger(p)
}

func (b *Backup) copyLedger(p Page) {
	if b.whole && len(b.clients) > 0 {
		b.commit(Record{Kind: Cleared})
	}
	b.setNetwork(p.Pool, p.Interval)
	for i := range b.staged {
		b.commit(Record{Kind: Copied, Client: b.staged[i]})
	}
	b.staged = b.staged[:0]
	b.book(func(s *BackupState) {
		if !s.Synced {
			s.Synced, s.Allowance = true, FirstAllowance
		}
		s.Copied = p.Upto
	})
}
