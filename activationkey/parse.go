package activationkey

import "strings"

// Parse reads a key: five words, or one text that holds five with blanks
// between. Each word is one to eight hexadecimal digits in either case, with or
// without 0x before them (KEY-1). What is wrong is told as a [*SyntaxError].
func Parse(words ...string) (Key, error) {
	if len(words) == 1 {
		return parseText(words[0])
	}
	if len(words) != Words {
		return Key{}, wrongCount(strings.Join(words, " "))
	}
	var k Key
	for i, word := range words {
		if err := k.parseWord(i, word); err != nil {
			return Key{}, err
		}
	}
	return k, nil
}

func parseText(text string) (Key, error) {
	var k Key
	n := 0
	for rest := text; ; n++ {
		var word string
		if word, rest = cutWord(rest); word == "" {
			break
		}
		if n == Words {
			return Key{}, wrongCount(text)
		}
		if err := k.parseWord(n, word); err != nil {
			return Key{}, err
		}
	}
	if n != Words {
		return Key{}, wrongCount(text)
	}
	return k, nil
}

// cutWord splits off the first word of a text. It stands for strings.Fields,
// which allocates.
func cutWord(text string) (word, rest string) {
	from := 0
	for from < len(text) && isBlank(text[from]) {
		from++
	}
	to := from
	for to < len(text) && !isBlank(text[to]) {
		to++
	}
	return text[from:to], text[to:]
}

func isBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// longestQuote bounds how much of a wrong text an error repeats.
const longestQuote = 80

func wrongCount(text string) error {
	if len(text) > longestQuote {
		text = text[:longestQuote] + "..."
	}
	return &SyntaxError{Text: text, Reason: "want five words"}
}

func (k *Key) parseWord(i int, text string) error {
	digits := text
	if len(digits) >= 2 && digits[0] == '0' && digits[1]|0x20 == 'x' {
		digits = digits[2:]
	}
	if digits == "" || len(digits) > 8 {
		return wrongWord(i, text, "want one to eight hexadecimal digits")
	}
	var bits uint32
	for j := range len(digits) {
		d := digitOf[digits[j]]
		if d == noDigit {
			return wrongWord(i, text, "not a hexadecimal word")
		}
		bits = bits<<4 | uint32(d)
	}
	k[i] = bits
	return nil
}

func wrongWord(i int, text, reason string) error {
	if len(text) > longestQuote {
		text = text[:longestQuote] + "..."
	}
	return &SyntaxError{Word: i + 1, Text: text, Reason: reason}
}

// noDigit marks what is no hexadecimal digit.
const noDigit = 0xff

var digitOf = func() (values [256]byte) {
	for c := range values {
		values[c] = noDigit
	}
	for d, c := range []byte("0123456789abcdef") {
		values[c] = byte(d)
		values[strings.ToUpper(string(c))[0]] = byte(d)
	}
	return values
}()
