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
		var to int
		if k[i], to = hexWord(word, 0); to == 0 || to != len(word) {
			return Key{}, wrongWord(i, word)
		}
	}
	return k, nil
}

func parseText(text string) (Key, error) {
	var k Key
	at := skipBlanks(text, 0)
	for i := range k {
		if at == len(text) {
			return Key{}, wrongCount(text)
		}
		from := at
		k[i], at = hexWord(text, from)
		if at == from || at < len(text) && !isBlank(text[at]) {
			return Key{}, wrongWord(i, wordAt(text[from:]))
		}
		at = skipBlanks(text, at)
	}
	if at != len(text) {
		return Key{}, wrongCount(text)
	}
	return k, nil
}

// wordAt is the word that a text begins with.
func wordAt(text string) string {
	end := 0
	for end < len(text) && !isBlank(text[end]) {
		end++
	}
	return text[:end]
}

func skipBlanks(text string, at int) int {
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	return at
}

func isBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// maxDigits is how many hexadecimal digits a word of 32 bits has.
const maxDigits = 8

// hexWord reads a word from text[from:] and tells where it ends: at from where
// there is none.
func hexWord(text string, from int) (bits uint32, end int) {
	start := from
	if start+1 < len(text) && text[start] == '0' && text[start+1]|0x20 == 'x' {
		start += 2
	}
	at := start
	for at < len(text) && at < start+maxDigits {
		d := digitOf[text[at]]
		if d == noDigit {
			break
		}
		bits = bits<<4 | uint32(d)
		at++
	}
	if at == start {
		return 0, from
	}
	return bits, at
}

// noDigit marks what is no hexadecimal digit.
const noDigit = 0xff

var digitOf = func() (values [256]byte) {
	for c := range values {
		values[c] = noDigit
	}
	for d, c := range []byte(hexDigits) {
		values[c] = byte(d)
		values[strings.ToUpper(string(c))[0]] = byte(d)
	}
	return values
}()

func wrongCount(text string) error {
	return &SyntaxError{Text: quoted(text), Reason: "want five words"}
}

func wrongWord(i int, word string) error {
	reason := "not a hexadecimal word"
	digits := strings.TrimPrefix(strings.ToLower(word), "0x")
	if strings.Trim(digits, hexDigits) == "" {
		reason = "want one to eight hexadecimal digits"
	}
	return &SyntaxError{Word: i + 1, Text: quoted(word), Reason: reason}
}

// longestQuote bounds how much of a wrong text an error repeats.
const longestQuote = 80

func quoted(text string) string {
	if len(text) > longestQuote {
		return text[:longestQuote] + "..."
	}
	return text
}
