package proto

// SeedFrames are the frames that fuzzing begins with, for tests from outside.
var SeedFrames = seedFrames

// CheckTotal holds a packet against the laws of decoding.
var CheckTotal = checkTotal
