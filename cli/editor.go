package cli

import (
	"bytes"
	"slices"
)

const (
	maxLine = 2048 // characters of a line; more are not taken
	kept    = 16   // letters that stay visible when a line scrolls
)

// An editor is the line that is being typed, and what of it is on the screen
// behind the prompt.
//
// Prompt and text may fill a terminal line but for its last column. When the
// cursor passes that, the text scrolls: $ stands for what is gone, with the last
// 16 letters behind it. A line that was entered is shown from its beginning
// again, cut at a $.
type editor struct {
	text []byte
	at   int // of the cursor, in text

	room   int  // columns behind the prompt; negative is no limit
	secret bool // stars for letters
	from   int  // the first letter of text on the screen

	screen []byte // what is on the screen
	column int    // of the cursor on the screen
}

// begin starts an empty line behind a prompt on a terminal of a width; zero is
// no limit.
func (e *editor) begin(prompt, width int, secret bool) {
	*e = editor{text: e.text[:0], screen: e.screen[:0], room: -1, secret: secret}
	if width > 0 {
		e.room = max(width-1-prompt, kept+2)
	}
}

// set puts another text into the line, the cursor at its end.
func (e *editor) set(text string) {
	e.text = append(e.text[:0], text...)
	e.at = len(e.text)
}

func (e *editor) insert(b byte) {
	if len(e.text) < maxLine {
		e.text = slices.Insert(e.text, e.at, b)
		e.at++
	}
}

// edit does what a key does to the line itself.
func (e *editor) edit(k keyCode) {
	switch k {
	case keyLeft:
		e.at = max(e.at-1, 0)
	case keyRight:
		e.at = min(e.at+1, len(e.text))
	case keyHome:
		e.at = 0
	case keyEnd:
		e.at = len(e.text)
	case keyBackspace:
		e.cut(max(e.at-1, 0), e.at)
	case keyDelete:
		e.cut(e.at, min(e.at+1, len(e.text)))
	case keyKillLine:
		e.cut(0, e.at)
	case keyKillEnd:
		e.cut(e.at, len(e.text))
	case keyKillWord:
		before := bytes.TrimRight(e.text[:e.at], " ")
		e.cut(bytes.LastIndexByte(before, ' ')+1, e.at)
	}
}

func (e *editor) cut(from, to int) {
	e.text = slices.Delete(e.text, from, to)
	e.at = from
}

// scroll moves the window so that the cursor is in it.
func (e *editor) scroll() {
	dollar := min(e.from, 1)
	if e.room >= 0 && e.at-e.from+dollar > e.room || e.at < e.from {
		e.from = max(e.at-kept, 0)
	}
}

// view is what the screen should show behind the prompt, and where the cursor is.
func (e *editor) view() (shown []byte, column int) {
	if e.from > 0 {
		shown = append(shown, '$')
	}
	column = len(shown) + e.at - e.from
	letters := e.text[e.from:]
	if e.secret {
		letters = bytes.Repeat([]byte{'*'}, len(letters))
	}
	shown = append(shown, letters...)
	if e.room >= 0 && len(shown) > e.room {
		shown = shown[:e.room]
	}
	return shown, column
}

// refresh appends to out what makes the screen show the line as it is now.
func (e *editor) refresh(out []byte) []byte {
	e.scroll()
	shown, column := e.view()
	return e.draw(out, shown, column)
}

// finish appends what shows a line that was entered from its beginning, cut
// where it doesn't fit.
func (e *editor) finish(out []byte) []byte {
	e.from, e.at = 0, 0
	shown, _ := e.view()
	if e.room >= 0 && len(e.text) > e.room {
		shown[len(shown)-1] = '$'
		return e.draw(out, shown, len(shown))
	}
	return out
}

// draw appends what turns the screen into shown: back to the first column that
// differs, the rest, blanks over what is left of before, and to the cursor.
func (e *editor) draw(out, shown []byte, column int) []byte {
	same := common(string(e.screen), string(shown))
	if same < len(shown) || same < len(e.screen) {
		out = e.move(out, same)
		out = append(out, shown[same:]...)
		gone := max(len(e.screen)-len(shown), 0)
		out = append(out, bytes.Repeat([]byte{' '}, gone)...)
		e.column = len(shown) + gone
		e.screen = append(e.screen[:0], shown...)
	}
	return e.move(out, column)
}

// move appends what brings the cursor to a column of the screen.
func (e *editor) move(out []byte, column int) []byte {
	if column < e.column {
		out = append(out, bytes.Repeat([]byte{'\b'}, e.column-column)...)
	} else {
		out = append(out, e.screen[e.column:column]...)
	}
	e.column = column
	return out
}
