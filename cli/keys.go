package cli

// A key is what someone pressed: a character, or something that a terminal sends
// as control characters.
type key struct {
	code keyCode
	char byte // of keyChar
}

type keyCode uint8

const (
	keyNone keyCode = iota
	keyChar
	keyEnter
	keyLeft
	keyRight
	keyHome
	keyEnd
	keyUp
	keyDown
	keyBackspace
	keyDelete
	keyKillLine  // from the beginning to the cursor
	keyKillEnd   // from the cursor to the end
	keyKillWord  // the word before the cursor
	keyTab       // complete
	keyRedraw    // show the line again
	keyInterrupt // Ctrl-C
	keyLeave     // Ctrl-Z: leave configuration
)

// controls are the keys of control characters.
var controls = [0x20]keyCode{
	'A' - '@': keyHome, 'B' - '@': keyLeft, 'C' - '@': keyInterrupt, 'D' - '@': keyDelete,
	'E' - '@': keyEnd, 'F' - '@': keyRight, '\b': keyBackspace, '\t': keyTab, '\n': keyEnter,
	'K' - '@': keyKillEnd, 'L' - '@': keyRedraw, '\r': keyEnter, 'N' - '@': keyDown, 'P' - '@': keyUp,
	'R' - '@': keyRedraw, 'U' - '@': keyKillLine, 'W' - '@': keyKillWord, 'X' - '@': keyKillLine, 'Z' - '@': keyLeave,
}

// sequences are the keys behind ESC [ and ESC O, by parameter and last letter.
var sequences = map[string]keyCode{
	"A": keyUp, "B": keyDown, "C": keyRight, "D": keyLeft, "H": keyHome, "F": keyEnd,
	"1~": keyHome, "3~": keyDelete, "4~": keyEnd, "7~": keyHome, "8~": keyEnd,
}

const (
	escape      = 0x1b
	rubout      = 0x7f
	maxSequence = 16 // bytes of an escape sequence; the rest of a longer one is text
)

// A decoder makes keys of the bytes that a terminal sends.
type decoder struct {
	sequence []byte // an escape sequence that is not whole yet, ESC included
	afterCR  bool   // a line feed now belongs to the return before it
}

// next takes a byte; keyNone means that there is no key yet, or none at all.
func (d *decoder) next(b byte) key {
	if len(d.sequence) > 0 {
		return d.inSequence(b)
	}
	afterCR := d.afterCR
	d.afterCR = b == '\r'
	switch {
	case b == '\n' && afterCR:
		return key{}
	case b == escape:
		d.sequence = append(d.sequence[:0], b)
		return key{}
	case b == rubout:
		return key{code: keyBackspace}
	case b < ' ':
		return key{code: controls[b]}
	case b > rubout:
		return key{} // the unit's lines are ASCII
	}
	return key{keyChar, b}
}

func (d *decoder) inSequence(b byte) key {
	d.sequence = append(d.sequence, b)
	introduced := len(d.sequence) == 2 && (b == '[' || b == 'O')
	unfinished := b >= ' ' && b < '@' && len(d.sequence) > 2 && len(d.sequence) < maxSequence
	if introduced || unfinished {
		return key{}
	}
	code := keyNone
	if len(d.sequence) > 2 {
		code = sequences[string(d.sequence[2:])]
	}
	d.sequence = d.sequence[:0]
	return key{code: code}
}
