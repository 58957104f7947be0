package main

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/asapak/asapak/sharedlic/transport"
)

// A metric is a figure for Prometheus. The format is written here: a line of text
// each, while the libraries for it add half a millisecond to the start of every
// command of this program, or 2.6 MB to it.
type metric struct {
	name, help string
	value      float64
}

// writeMetrics writes the status in the text format of Prometheus.
func (s *sharedStatus) writeMetrics(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, m := range append(s.sessionMetrics(), networkMetrics(s.Network)...) {
		kind := "gauge"
		if strings.HasSuffix(m.name, "_total") {
			kind = "counter"
		}
		name := "asapak_shared_" + m.name
		fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n%s %g\n", name, m.help, name, kind, name, m.value)
	}
	return b.Flush()
}

func (s *sharedStatus) sessionMetrics() []metric {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	registered := 0
	for _, c := range s.Clients {
		if c.Registered {
			registered++
		}
	}
	all := []metric{
		{"pool_sessions", "Sessions of the network.", float64(s.Pool)},
		{"free_sessions", "Sessions that nobody holds.", float64(s.Free)},
		{"epoch", "Epoch of the service.", float64(s.Epoch)},
		{"participants", "Registered participants.", float64(registered)},
		{"device_shared_sessions", "Shared sessions that this unit holds.", float64(s.Device.Shared)},
		{"device_sessions_in_use", "Sessions in use on this unit.", float64(s.Device.InUse)},
		{"goroutines", "Goroutines of the process.", float64(runtime.NumGoroutine())},
		{"heap_in_use_bytes", "Memory in use for the heap.", float64(memory.HeapInuse)},
		{"heap_live_bytes", "Memory that the last collection found in use, about.", float64(memory.NextGC) / 2},
		{"stack_in_use_bytes", "Memory in use for stacks.", float64(memory.StackInuse)},
	}
	if s.Backup != nil {
		all = append(all, metric{"backup_operating_days", "Days that the backup may still serve.", s.Backup.OperatingDays})
	}
	return all
}

// networkMetrics are the counters of the network, in this order.
func networkMetrics(counts map[string]uint64) []metric {
	all := []metric{
		{name: "connections", help: "Connections now."},
		{name: "connections_accepted_total", help: "Connections that were taken."},
		{name: "authenticated_total", help: "Connections of units that know the secret."},
		{name: "authentication_failures_total", help: "Connections of those that don't."},
		{name: "handshakes_unfinished_total", help: "Connections that ended before that was known."},
		{name: "throttled_total", help: "Connections that came too soon after failures."},
		{name: "refused_total", help: "Connections beyond the limit."},
		{name: "broken_total", help: "Connections ended for what the peer sent."},
		{name: "messages_received_total", help: "Messages received."},
		{name: "messages_sent_total", help: "Messages sent."},
	}
	for i := range all {
		all[i].value = float64(counts[all[i].name])
	}
	return all
}

// networkCounts are the counters by the names of their metrics.
func networkCounts(c *transport.Counters) map[string]uint64 {
	return map[string]uint64{
		"connections":                   uint64(max(c.Connections.Load(), 0)),
		"connections_accepted_total":    c.Accepted.Load(),
		"authenticated_total":           c.Authenticated.Load(),
		"authentication_failures_total": c.Failed.Load(),
		"handshakes_unfinished_total":   c.Unfinished.Load(),
		"throttled_total":               c.Throttled.Load(),
		"refused_total":                 c.Refused.Load(),
		"broken_total":                  c.Broken.Load(),
		"messages_received_total":       c.Received.Load(),
		"messages_sent_total":           c.Sent.Load(),
	}
}
