package wire

import (
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/sharedlic"
)

// A Field is one field of a message as it stands in its frame.
type Field struct {
	Name string // as in the Go struct; those of a client in a page begin with Clients.
	Form string // one of the forms of the package comment
	Size int    // bytes
}

// Layout lists the fields of a kind of message, a page with one client in it.
func Layout(k sharedlic.Kind) []Field {
	r := byKind[k]
	var fields []Field
	c := coder{seen: func(field, form string, size int) {
		fields = append(fields, Field{field, form, size})
	}}
	r.encode(&c, example(k))
	return fields
}

// example is a message of a kind that can be written.
func example(k sharedlic.Kind) sharedlic.Message {
	h := sharedlic.Header{From: "JMX0916L0Z4", Epoch: 4, Request: 1}
	return [sharedlic.NumKinds]sharedlic.Message{
		sharedlic.RegistrationKind: sharedlic.Registration{Header: h},
		sharedlic.GetKind:          sharedlic.Get{Header: h},
		sharedlic.ReleaseKind:      sharedlic.Release{Header: h},
		sharedlic.TransferKind:     sharedlic.Transfer{Header: h, Old: h.From},
		sharedlic.RefreshKind:      sharedlic.Refresh{Header: h},
		sharedlic.HelloKind:        sharedlic.Hello{Header: h},
		sharedlic.SyncKind:         sharedlic.Sync{Header: h},
		sharedlic.UpdateKind:       sharedlic.Update{Header: h},
		sharedlic.AnswerKind:       sharedlic.Answer{Header: h},
		sharedlic.WelcomeKind:      sharedlic.Welcome{Header: h},
		sharedlic.PageKind: sharedlic.Page{Header: h, Interval: time.Second, Clients: []sharedlic.Client{
			{ID: h.From},
		}},
	}[k]
}

// Table is the message table of the package comment.
func Table() string {
	var b strings.Builder
	for i := range rows {
		r := &rows[i]
		var names []string
		for _, f := range Layout(r.kind)[3:] {
			if name, ok := strings.CutPrefix(f.Name, "Clients."); ok {
				list := &names[len(names)-1]
				if *list = strings.TrimSuffix(*list, "]"); !strings.HasSuffix(*list, "[") {
					*list += " "
				}
				*list += name + ":" + f.Form + "]"
				continue
			}
			name := f.Name + ":" + f.Form
			if f.Form == "clients" {
				name = f.Name + ":[]"
			}
			names = append(names, name)
		}
		fmt.Fprintf(&b, "//\t%3d  %-12s  %s\n", r.code, r.kind, strings.Join(names, " "))
	}
	return b.String()
}
