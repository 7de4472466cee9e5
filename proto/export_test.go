package proto

// SeedFrames are the frames that fuzzing begins with, for tests from outside.
var SeedFrames = seedFrames
