package license

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseTerm reads a number of days, weeks or years as people write them: 30d,
// 8w, 1y. A year is 365 days.
func ParseTerm(text string) (time.Duration, error) {
	digits := strings.TrimRight(text, "dwy")
	n, err := strconv.ParseUint(digits, 10, 32)
	unit, ok := termUnits[text[len(digits):]]
	if err != nil || !ok || n == 0 || n > uint64(math.MaxInt64/unit) {
		return 0, fmt.Errorf("term %q: want a number of days, weeks or years such as 30d, 8w or 1y", text)
	}
	return time.Duration(n) * unit, nil
}

var termUnits = map[string]time.Duration{"d": Day, "w": 7 * Day, "y": 365 * Day}
