package cli

import (
	"errors"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
)

type activationKey struct {
	Key    []string `parser:"'activation-key' @Hex @Hex @Hex @Hex @Hex"`
	Action string   `parser:"@( 'activate' | 'deactivate' )?"`
}

var keyActions = map[string]device.Action{"activate": device.Activate, "deactivate": device.Deactivate}

func (c *activationKey) run(s *Session) reply {
	key, err := activationkey.Parse(c.Key...)
	if err != nil {
		return refuse(err.Error())
	}
	return s.enterKey(device.EnterKey{Key: key, Action: keyActions[c.Action], InContext: s.context != ""})
}

func (s *Session) enterKey(in device.EnterKey) reply {
	out := s.unit.Step(in)
	if out.Refused != nil {
		return s.refusedKey(out.Refused)
	}
	text := render.Validating
	if in.Confirmed {
		text = ""
	}
	if out.Change.Outcome == device.NeedsConfirmation {
		text += render.NotAvailable(losses(out.Change.Lost), s.unit.Device().Release())
		in.Confirmed = true
		return reply{text: text, ask: confirm(render.ConfirmFlash, func(s *Session) reply { return s.enterKey(in) })}
	}
	return say(text + s.entered(out.Change, in) + s.console(out.Events))
}

// entered words what a key changed.
func (s *Session) entered(c device.Change, in device.EnterKey) string {
	switch c.Outcome {
	case device.NeedsReload:
		return render.ReloadWarning
	case device.TimeBasedActivated, device.TimeBasedReactivated:
		return render.TimeBasedActivated(c.Left)
	case device.TimeBasedStacked:
		return render.TimeBasedStacked(c.Left, s.active(in.Key))
	case device.TimeBasedDeactivated:
		return render.TimeBasedDeactivated(c.Left)
	}
	return render.PermanentUpdated
}

// active reports whether the time-based license that a key stands for is active.
func (s *Session) active(key activationkey.Key) bool {
	flash := s.unit.Device().Flash()
	for _, t := range flash.TimeBased {
		for _, k := range t.Keys {
			if k.Bits == key {
				return t.Active
			}
		}
	}
	return false
}

func losses(lost []device.Loss) []render.Loss {
	all := make([]render.Loss, len(lost))
	for i, l := range lost {
		all[i] = render.Loss(l)
	}
	return all
}

func (s *Session) refusedKey(reason error) reply {
	if errors.Is(reason, device.ErrInstalled) {
		return say(render.AlreadyInstalled)
	}
	var conflict *device.ConflictError
	if errors.As(reason, &conflict) {
		return reply{text: render.Conflict(conflict.Feature, s.unit.Device().Release()), failed: true}
	}
	return refused(reason)
}
