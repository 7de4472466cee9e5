package main

import "github.com/urfave/cli/v2"

// urfave/cli asks every flag for its names hundreds of times in a run, and its
// flags answer by running a regular expression over each: 0.4 ms of a start that
// takes 3. These are the same flags, and know their names.
type (
	textFlag     struct{ *cli.StringFlag }
	listFlag     struct{ *cli.StringSliceFlag }
	switchFlag   struct{ *cli.BoolFlag }
	countFlag    struct{ *cli.Uint64Flag }
	fractionFlag struct{ *cli.Float64Flag }
	durationFlag struct{ *cli.DurationFlag }
	flagsFlag    struct{ *cli.StringFlag } // the value of which may be flags
)

func (f *textFlag) Names() []string     { return names(f.Name, f.Aliases) }
func (f *listFlag) Names() []string     { return names(f.Name, f.Aliases) }
func (f *switchFlag) Names() []string   { return names(f.Name, f.Aliases) }
func (f *countFlag) Names() []string    { return names(f.Name, f.Aliases) }
func (f *fractionFlag) Names() []string { return names(f.Name, f.Aliases) }
func (f *durationFlag) Names() []string { return names(f.Name, f.Aliases) }
func (f *flagsFlag) Names() []string    { return names(f.Name, f.Aliases) }
func (f *choice) Names() []string       { return names(f.Name, f.Aliases) }
func (f *number) Names() []string       { return names(f.Name, f.Aliases) }

func names(name string, aliases []string) []string {
	return append([]string{name}, aliases...)
}

// quick replaces urfave/cli's flags by those that know their names.
func quick(flags []cli.Flag) []cli.Flag {
	for i, f := range flags {
		switch f := f.(type) {
		case *cli.StringFlag:
			flags[i] = &textFlag{f}
		case *cli.StringSliceFlag:
			flags[i] = &listFlag{f}
		case *cli.BoolFlag:
			flags[i] = &switchFlag{f}
		case *cli.Uint64Flag:
			flags[i] = &countFlag{f}
		case *cli.Float64Flag:
			flags[i] = &fractionFlag{f}
		case *cli.DurationFlag:
			flags[i] = &durationFlag{f}
		}
	}
	return flags
}
