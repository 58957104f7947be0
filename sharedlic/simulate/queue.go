package simulate

import (
	"time"

	"github.com/asapak/asapak/sharedlic"
)

// never is later than any instant of a run.
const never = time.Duration(1<<63 - 1)

// A happening is something in the future that isn't a machine's own timer: a
// message that arrives, or something to do.
type happening struct {
	message sharedlic.Message // if do is nil
	sent    time.Duration
	from    int
	life    uint32
	to      sharedlic.Address
	unit    int // that to means, or -1
	do      func()
}

// A heap holds happenings, the earliest first; those of one instant in the order
// in which they were planned.
type heap struct {
	keys  []key
	slots []happening
	spare []int32
	seq   uint64
}

type key struct {
	at   time.Duration
	seq  uint64
	slot int32
}

func (a *key) before(b *key) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

func (h *heap) next() time.Duration {
	if len(h.keys) == 0 {
		return never
	}
	return h.keys[0].at
}

// slot plans something and returns where to say what.
func (h *heap) slot(at time.Duration) *happening {
	if len(h.spare) == 0 {
		h.spare = append(h.spare, int32(len(h.slots)))
		h.slots = append(h.slots, happening{})
	}
	h.seq++
	x := key{at, h.seq, h.spare[len(h.spare)-1]}
	h.spare = h.spare[:len(h.spare)-1]
	h.keys = append(h.keys, x)
	i := len(h.keys) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !x.before(&h.keys[up]) {
			break
		}
		h.keys[i] = h.keys[up]
		i = up
	}
	h.keys[i] = x
	return &h.slots[x.slot]
}

// pop takes the earliest happening.
func (h *heap) pop() happening {
	slot := h.keys[0].slot
	top := h.slots[slot]
	h.slots[slot] = happening{}
	h.spare = append(h.spare, slot)
	n := len(h.keys) - 1
	x := h.keys[n]
	h.keys = h.keys[:n]
	if n > 0 {
		h.sink(x)
	}
	return top
}

func (h *heap) sink(x key) {
	i, n := 0, len(h.keys)
	for {
		least := 4*i + 1
		if least >= n {
			break
		}
		for c := least + 1; c < min(4*i+5, n); c++ {
			if h.keys[c].before(&h.keys[least]) {
				least = c
			}
		}
		if x.before(&h.keys[least]) {
			break
		}
		h.keys[i] = h.keys[least]
		i = least
	}
	h.keys[i] = x
}

// A timers is the next own event of each machine, as a tree of minima.
type timers struct {
	size int
	tree []time.Duration // leaves from size on
}

func newTimers(n int) timers {
	size := 1
	for size < n {
		size *= 2
	}
	t := timers{size: size, tree: make([]time.Duration, 2*size)}
	for i := range t.tree {
		t.tree[i] = never
	}
	return t
}

func (t *timers) set(i int, at time.Duration) {
	i += t.size
	if t.tree[i] == at {
		return
	}
	for t.tree[i] = at; i > 1; {
		i /= 2
		least := min(t.tree[2*i], t.tree[2*i+1])
		if t.tree[i] == least {
			return
		}
		t.tree[i] = least
	}
}

func (t *timers) next() time.Duration { return t.tree[1] }

// first is the machine whose event is next.
func (t *timers) first() int {
	i := 1
	for i < t.size {
		i *= 2
		if t.tree[i] > t.tree[i+1] {
			i++
		}
	}
	return i - t.size
}
