package cli

import (
	"errors"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
)

// refusals word the device's reasons for refusing an input.
var refusals = []struct {
	reason error
	text   string
}{
	{device.ErrInvalidKey, render.NotForSystem},
	{device.ErrNoKey, render.ZeroKey},
	{device.ErrInContext, render.SystemSpaceOnly},
	{device.ErrActionPermanent, render.ActionPermanent},
	{device.ErrNoTimeBased, render.NoTimeBased},
	{device.ErrNoShared, render.NoShared},
	{device.ErrSpent, render.SpentKey},
	{device.ErrNoActions, render.NoActions},
	{device.ErrOff, "ERROR: The unit is off.\n"},
	{device.ErrOn, "ERROR: The unit is on.\n"},
	{device.ErrRelease, "ERROR: This release does not run on this platform.\n"},
	{device.ErrNoContexts, "ERROR: This platform does not support security contexts.\n"},
	{device.ErrAboveLimit, "ERROR: Above the limit of this platform.\n"},
}

// refused is the answer to an input that the device refused.
func refused(reason error) reply {
	for _, r := range refusals {
		if errors.Is(reason, r.reason) {
			return reply{text: r.text, failed: true}
		}
	}
	return refuse(reason.Error())
}
