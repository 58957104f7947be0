package cli

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A class is a kind of argument: a symbol of the grammar's lexer.
type class struct {
	symbol string // in parser tags
	shown  string // in a ? listing

	// reach tells how much of a text can still become a legal argument, and
	// whether the whole text is one.
	reach func(text string) (n int, legal bool)

	line  bool                   // takes the rest of the line, blanks and all
	limit func(*sim.Unit) string // the listing, where it depends on the unit
}

// keyword is the token type of a word of the grammar itself; the classes follow.
const keyword lexer.TokenType = 1

// classes are all kinds of arguments. Numbers have a class for each range.
var classes = [...]class{
	{symbol: "Word", shown: "WORD", reach: anyWord},
	{symbol: "Name", shown: "WORD < 64 char", reach: atMost(63)},
	{symbol: "Password", shown: "WORD < 128 char", reach: atMost(127)},
	{symbol: "Line", shown: "LINE", reach: anyWord, line: true},
	{symbol: "Hex", shown: "<0x0-0xffffffff>", reach: hexWord},
	{symbol: "Lines", shown: "<0-2147483647>", reach: number(0, math.MaxInt32)},
	{symbol: "Width", shown: "<0-511>", reach: number(0, 511)},
	{symbol: "Privilege", shown: "<0-15>", reach: number(0, 15)},
	{symbol: "Severity", shown: "<0-7>", reach: number(0, 7)},
	{symbol: "Vlan", shown: "<1-4094>", reach: number(1, 4094)},
	{symbol: "Sessions", reach: number(1, math.MaxUint32-1), limit: tlsProxyRange},
	{symbol: "Number", shown: "<0-4294967294>", reach: number(0, math.MaxUint32-1)},
	{symbol: "Day", shown: "<1-31>", reach: number(1, 31)},
	{symbol: "Year", shown: "<1993-2035>", reach: number(1993, 2035)},
	{symbol: "Month", shown: "MONTH", reach: monthName},
	{symbol: "Time", shown: "hh:mm:ss", reach: timeOfDay},
	{symbol: "Span", shown: "WORD", reach: spanWord},
	{symbol: "Release", shown: "WORD", reach: releaseWord},
	{symbol: "Percent", shown: "<0-100>", reach: number(0, 100)},
	{symbol: "Delay", shown: "<0-60000>", reach: number(0, 60000)},
	{symbol: "Section", shown: "WORD", reach: sectionWord},
	{symbol: "Named", shown: "WORD", reach: namedWord},
	{symbol: "Address", shown: "A.B.C.D", reach: address},
}

// tokenType is the token type of a class.
func tokenType(c *class) lexer.TokenType {
	for i := range classes {
		if &classes[i] == c {
			return keyword + 1 + lexer.TokenType(i)
		}
	}
	panic("cli: class " + c.symbol + " is not in the table")
}

// classNamed finds a class by its symbol as EBNF writes it, in lower case.
func classNamed(symbol string) *class {
	for i := range classes {
		if strings.EqualFold(classes[i].symbol, symbol) {
			return &classes[i]
		}
	}
	panic("cli: the grammar names an unknown argument " + symbol)
}

// placeholder is how a ? listing shows the class on a unit.
func (c *class) placeholder(u *sim.Unit) string {
	if c.limit != nil {
		return c.limit(u)
	}
	return c.shown
}

func tlsProxyRange(u *sim.Unit) string {
	return "<1-" + strconv.FormatUint(uint64(u.Device().MaxTLSProxy()), 10) + ">"
}

func anyWord(text string) (int, bool) { return len(text), text != "" }

func atMost(n int) func(string) (int, bool) {
	return func(text string) (int, bool) { return min(len(text), n), len(text) <= n }
}

// lettersOf takes words made of some letters.
func lettersOf(letters string) func(string) (int, bool) {
	return func(text string) (int, bool) {
		n := len(text) - len(strings.TrimLeft(text, letters))
		return n, n == len(text)
	}
}

// number takes decimal numbers in a range. A number too small may still grow.
func number(least, most uint64) func(string) (int, bool) {
	return func(text string) (int, bool) {
		var v uint64
		for i, c := range []byte(text) {
			if c < '0' || c > '9' || v*10+uint64(c-'0') > most {
				return i, false
			}
			v = v*10 + uint64(c-'0')
		}
		return len(text), v >= least && text != ""
	}
}

// A decimal is an argument of a number class. Leading zeros mean nothing.
type decimal uint32

// Capture reads the digits that the class took.
func (d *decimal) Capture(values []string) error {
	n, err := strconv.ParseUint(values[0], 10, 32)
	*d = decimal(n)
	return err
}

func (d decimal) String() string { return strconv.FormatUint(uint64(d), 10) }

// hexWord takes one word of an activation key: up to eight hexadecimal digits,
// with or without 0x.
func hexWord(text string) (int, bool) {
	prefix := 0
	if strings.HasPrefix(text, "0x") || strings.HasPrefix(text, "0X") {
		prefix = 2
	}
	n, legal := lettersOf("0123456789abcdefABCDEF")(text[prefix:])
	if n > 8 {
		n, legal = 8, false
	}
	return prefix + n, legal && n > 0
}

var monthNames = [...]string{
	"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december",
}

// monthName takes the name of a month or its first three letters or more.
func monthName(text string) (int, bool) {
	lower, reach := strings.ToLower(text), 0
	for _, m := range monthNames {
		n := common(m, lower)
		if n == len(lower) && n >= 3 {
			return n, true
		}
		reach = max(reach, n)
	}
	return reach, false
}

// timeOfDay takes hh:mm:ss.
func timeOfDay(text string) (int, bool) {
	const form = "29:59:59" // the highest digit of each place
	for i := range min(len(text), len(form)) {
		if c := text[i]; form[i] == ':' && c != ':' || form[i] != ':' && (c < '0' || c > form[i]) {
			return i, false
		}
		if i == 1 && text[:2] > "23" {
			return i, false
		}
	}
	return min(len(text), len(form)), len(text) == len(form)
}

// spanWord takes a span of time such as 30d, up to maxSpan.
func spanWord(text string) (int, bool) {
	digits, _ := lettersOf("0123456789")(text)
	if digits == 0 || digits == len(text) {
		return digits, false
	}
	if _, ok := readSpan(text[:digits+1]); !ok {
		return digits, false
	}
	return digits + 1, len(text) == digits+1
}

// releaseWord takes a software release such as 9.8(2).
func releaseWord(text string) (int, bool) {
	n, _ := lettersOf("0123456789.()")(text)
	_, err := license.ParseRelease(text)
	return n, err == nil
}

// address takes an IPv4 address or mask.
func address(text string) (int, bool) {
	parts, value, digits := 1, 0, 0
	for i, c := range []byte(text) {
		switch {
		case c == '.' && digits > 0 && parts < 4:
			parts, value, digits = parts+1, 0, 0
		case c >= '0' && c <= '9' && value*10+int(c-'0') <= 255 && digits < 3:
			value, digits = value*10+int(c-'0'), digits+1
		default:
			return i, false
		}
	}
	return len(text), parts == 4 && digits > 0
}

// common is the length of the longest prefix that two texts share.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// symbols is the lexer of every command's parser: the walk over the grammar
// splits a line and says of which class each word is, so that participle only
// has to read the tokens.
type symbols struct{}

// Symbols are the token types by name.
func (symbols) Symbols() map[string]lexer.TokenType {
	all := make(map[string]lexer.TokenType, len(classes)+2)
	all["EOF"], all["Keyword"] = lexer.EOF, keyword
	for i := range classes {
		all[classes[i].symbol] = keyword + 1 + lexer.TokenType(i)
	}
	return all
}

// Lex splits a text at its blanks into keywords.
func (symbols) Lex(_ string, r io.Reader) (lexer.Lexer, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var tokens []lexer.Token
	for _, w := range split(string(text)) {
		tokens = append(tokens, lexer.Token{Type: keyword, Value: w.text})
	}
	return (*stream)(&tokens), nil
}

// A stream hands out tokens that are there already.
type stream []lexer.Token

// Next is the next token, EOF after the last.
func (s *stream) Next() (lexer.Token, error) {
	if len(*s) == 0 {
		return lexer.EOFToken(lexer.Position{}), nil
	}
	next := (*s)[0]
	*s = (*s)[1:]
	return next, nil
}
