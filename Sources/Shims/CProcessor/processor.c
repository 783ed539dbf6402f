#include "CProcessor.h"

int kembar_processor_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int third = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
              __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("avx") && __builtin_cpu_supports("sse4.2") &&
              __builtin_cpu_supports("popcnt");
  int fourth = third && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
  // f16c, lzcnt and movbe came with avx2 (Haswell, Excavator) in every processor that was made.
  return fourth ? 4 : third ? 3 : 1;
#else
  return 0;
#endif
}
