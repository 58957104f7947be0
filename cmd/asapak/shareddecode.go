package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
)

// sharedDecodeCommand builds "asapak shared decode".
func sharedDecodeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "decode FILE",
		Short: "Print the messages of a capture that --pcap wrote",
		Long: "decode prints each message of a pcapng file on a line: time, from, to, message and\n" +
			"its fields. Wireshark shows the same with the dissector sharedlic/wire/asapak.lua.",
		Example: "  asapak shared decode server.pcapng",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer file.Close()
			if err := decodeCapture(file, c.OutOrStdout()); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return nil
		},
	}
}

// decodeCapture prints the messages of a capture.
func decodeCapture(r io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	for frame, err := range transport.ReadCapture(bufio.NewReader(r)) {
		if err != nil {
			w.Flush()
			return err
		}
		fmt.Fprintf(w, "%s  %s > %s  %s", frame.At.Format("15:04:05.000000"), frame.From, frame.To, frame.Name)
		if frame.Message != nil {
			fmt.Fprint(w, fieldsOf(frame.Message))
		}
		if frame.Err != nil {
			fmt.Fprintf(w, " (%v)", frame.Err)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// fieldsOf lists the fields of a message, those of its header first.
func fieldsOf(m sharedlic.Message) string {
	var b strings.Builder
	v := reflect.ValueOf(m)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if !f.Anonymous {
			fmt.Fprintf(&b, " %s=%v", f.Name, v.FieldByIndex(f.Index).Interface())
		}
	}
	return b.String()
}
