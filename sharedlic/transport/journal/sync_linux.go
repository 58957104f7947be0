package journal

import (
	"os"

	"golang.org/x/sys/unix"
)

// datasync makes what was written to a file durable, without times that nothing
// here needs.
func datasync(file *os.File) error {
	for {
		if err := unix.Fdatasync(int(file.Fd())); err != unix.EINTR {
			return err
		}
	}
}
