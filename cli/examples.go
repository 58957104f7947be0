package cli

// Examples lists a line of each command, in the order of the table.
func Examples() []string {
	var all []string
	for i := range commands {
		all = append(all, commands[i].example)
	}
	return all
}
