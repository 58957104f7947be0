package lab

import _ "embed"

// Schema is the JSON Schema of a lab file, for editors and other checks before
// [Parse].
//
//go:embed schema.json
var Schema string
