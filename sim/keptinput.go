package sim

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/asapak/asapak/device"
)

// A keptInput is an input as files keep it: its name, and what it says.
type keptInput struct{ device.Input }

// keptInputs are the inputs that a history can hold, by the names in files.
var keptInputs = []struct {
	name string
	zero device.Input
}{
	{"enter key", device.EnterKey{}},
	{"reload", device.Reload{}},
	{"power", device.Power{}},
	{"format", device.Format{}},
	{"replace", device.Replace{}},
	{"install image", device.InstallImage{}},
	{"set mode", device.SetMode{}},
	{"use essentials", device.UseEssentials{}},
	{"limit TLS proxy", device.LimitTLSProxy{}},
	{"clear configuration", device.ClearConfiguration{}},
	{"use", device.Use{}},
}

type inputText struct {
	Name string          `json:"name"`
	Says json.RawMessage `json:"says"`
}

// MarshalJSON writes the input under its name.
func (k keptInput) MarshalJSON() ([]byte, error) {
	for _, each := range keptInputs {
		if reflect.TypeOf(each.zero) == reflect.TypeOf(k.Input) {
			says, err := json.Marshal(k.Input)
			if err != nil {
				return nil, err
			}
			return json.Marshal(inputText{each.name, says})
		}
	}
	return nil, fmt.Errorf("input %T has no name in files", k.Input)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (k *keptInput) UnmarshalJSON(data []byte) error {
	var text inputText
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	for _, each := range keptInputs {
		if each.name == text.Name {
			in := reflect.New(reflect.TypeOf(each.zero))
			if err := json.Unmarshal(text.Says, in.Interface()); err != nil {
				return err
			}
			k.Input = in.Elem().Interface().(device.Input)
			return nil
		}
	}
	return fmt.Errorf("input %q is unknown", text.Name)
}
