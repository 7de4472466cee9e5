// Package quiz asks questions about real frames and marks the answers.
//
// A [Skill] is one thing to be able to do, and the generator of questions about
// it. A [Scene] is one conversation, simulated or captured, with what each of its
// frames means; every skill asks about either. The name of a question, such as
// handshake.ack-number#7c1e, says everything: the skill, and the seed from which
// the scene, the level and every choice follow. A [Question] holds its frames, the
// answer as a value, the traps with the misconception behind each, and its texts
// as message ids with arguments, so that it is the same in every language.
//
// A [Round] is pure logic: what comes next, what counts, what comes back. It
// knows no terminal and no clock.
//
// To add a skill, write one file: a function from a Scene to a Question, and an
// init function that registers it. Its texts are the messages quiz.<skill>.ask,
// .concept, .work and .why. The laws in laws_test.go hold for it from then on;
// its answer, read once more from the bytes, goes into oracle_test.go.
package quiz
