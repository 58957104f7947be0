// Package license is the vocabulary of ASA licensing: features and their values,
// models and license levels, releases, serial numbers, and what one key grants.
//
// It holds tables and no rules. Which features exist and what the screens of
// each release call them is the table in features.go; in which order screens
// print them, rows.go; what each model carries, models.tsv, with a source mark
// on every figure; what was smaller in older releases, platform.go. Start with
// [FindModel], [Model.Platform] and [ParseFeature].
package license
