#ifndef KEMBAR_LANES_H
#define KEMBAR_LANES_H

/// Arithmetic on as many floats as the processor takes at once, by the compiler's own vector types.
///
/// Swift's operators on SIMD16<Float> are loops over its lanes, which the optimiser puts together again in small functions only.
/// Everything here is inlined where it is called and leaves no symbol behind.

#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#define KEMBAR_LANES 16
#elif defined(__AVX2__)
#define KEMBAR_LANES 8
#else
#define KEMBAR_LANES 4
#endif

typedef float kembar_lanes __attribute__((ext_vector_type(KEMBAR_LANES)));
typedef int32_t kembar_signs __attribute__((ext_vector_type(KEMBAR_LANES)));
typedef uint32_t kembar_bits __attribute__((ext_vector_type(KEMBAR_LANES)));
#define KEMBAR_LANE static inline __attribute__((always_inline))

KEMBAR_LANE kembar_lanes kembar_load(const float *pointer) {
  kembar_lanes a;
  memcpy(&a, pointer, sizeof a);
  return a;
}
KEMBAR_LANE void kembar_store(float *pointer, kembar_lanes a) { memcpy(pointer, &a, sizeof a); }
KEMBAR_LANE kembar_lanes kembar_all(float a) { return (kembar_lanes)a; }
KEMBAR_LANE kembar_lanes kembar_add(kembar_lanes a, kembar_lanes b) { return a + b; }
KEMBAR_LANE kembar_lanes kembar_subtract(kembar_lanes a, kembar_lanes b) { return a - b; }
KEMBAR_LANE kembar_lanes kembar_multiply(kembar_lanes a, kembar_lanes b) { return a * b; }
KEMBAR_LANE kembar_lanes kembar_divide(kembar_lanes a, kembar_lanes b) { return a / b; }
/// a b + c; in one rounding where the processor can.
KEMBAR_LANE kembar_lanes kembar_fused(kembar_lanes a, kembar_lanes b, kembar_lanes c) {
#if defined(__FMA__)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}
/// c − a b.
KEMBAR_LANE kembar_lanes kembar_less(kembar_lanes a, kembar_lanes b, kembar_lanes c) {
#if defined(__FMA__)
  return __builtin_elementwise_fma(-a, b, c);
#else
  return c - a * b;
#endif
}
KEMBAR_LANE kembar_lanes kembar_larger(kembar_lanes a, kembar_lanes b) { return a > b ? a : b; }
KEMBAR_LANE kembar_lanes kembar_smaller(kembar_lanes a, kembar_lanes b) { return a < b ? a : b; }
KEMBAR_LANE kembar_lanes kembar_magnitude(kembar_lanes a) { return __builtin_elementwise_abs(a); }
/// The magnitude of one with the sign of another.
KEMBAR_LANE kembar_lanes kembar_signed(kembar_lanes a, kembar_lanes b) { return __builtin_elementwise_copysign(a, b); }
KEMBAR_LANE kembar_signs kembar_above(kembar_lanes a, kembar_lanes b) { return a > b; }
KEMBAR_LANE kembar_signs kembar_both(kembar_signs a, kembar_signs b) { return a & b; }
/// Whether a condition holds in any lane: 0 or not.
KEMBAR_LANE int32_t kembar_any(kembar_signs a) { return __builtin_reduce_or(a); }
KEMBAR_LANE kembar_lanes kembar_choose(kembar_signs condition, kembar_lanes a, kembar_lanes b) { return condition ? a : b; }
/// a where it is not 0, otherwise b.
KEMBAR_LANE kembar_lanes kembar_or(kembar_lanes a, kembar_lanes b) { return a != 0 ? a : b; }
KEMBAR_LANE kembar_bits kembar_bits_of(kembar_lanes a) {
  kembar_bits b;
  memcpy(&b, &a, sizeof b);
  return b;
}
/// A start for a^(-1/6): the bits of a float are nearly its logarithm, and a sixth of them is taken off. In floating point that is three
/// instructions; what it rounds away is less than 2e-5 of the start.
KEMBAR_LANE kembar_lanes kembar_near_sixth_root(kembar_lanes a) {
  kembar_lanes logarithm = __builtin_convertvector((kembar_signs)kembar_bits_of(a), kembar_lanes);
  kembar_signs bits = __builtin_convertvector(1242212096.0f - logarithm * (1.0f / 6), kembar_signs);
  kembar_lanes u;
  memcpy(&u, &bits, sizeof u);
  return u;
}
/// A start for a^(-1/2).
KEMBAR_LANE kembar_lanes kembar_near_root(kembar_lanes a) {
  kembar_bits bits = 0x5F3759DFu - (kembar_bits_of(a) >> 1);
  kembar_lanes u;
  memcpy(&u, &bits, sizeof u);
  return u;
}
/// Each lane's neighbour before it: the last of `before`, then all of `a` but its last.
KEMBAR_LANE kembar_lanes kembar_behind(kembar_lanes before, kembar_lanes a) {
#if KEMBAR_LANES == 16
  return __builtin_shufflevector(before, a, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
#elif KEMBAR_LANES == 8
  return __builtin_shufflevector(before, a, 7, 8, 9, 10, 11, 12, 13, 14);
#else
  return __builtin_shufflevector(before, a, 3, 4, 5, 6);
#endif
}
KEMBAR_LANE float kembar_sum(kembar_lanes a) {
  float sum = a[0];
  for (int lane = 1; lane < KEMBAR_LANES; lane++) sum += a[lane];
  return sum;
}
KEMBAR_LANE float kembar_largest(kembar_lanes a) {
  float most = a[0];
  for (int lane = 1; lane < KEMBAR_LANES; lane++) most = a[lane] > most ? a[lane] : most;
  return most;
}

#endif
