/// Elementary functions that give the same bits on every machine.
///
/// Only + − × ÷ and √ are used, which IEEE 754 rounds exactly, so an answer does not depend on a mathematical library.
public enum Portable {
}
