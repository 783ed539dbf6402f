// The live engine's kernel in plain C, for comparison: local inertia, donor-cell limiter, whole grains, rain; no powf.
//
//   gcc -O3 -march=x86-64-v4 -mprefer-vector-width=512 -ffast-math flood_kernel.c -o flood_kernel -lm
//   flood_kernel speed COLUMNS STEPS     million cell-updates a CPU second, and the share of wet cells
//   flood_kernel mass STEPS              relative error of the volume on rough terrain under 1 mm/h
//   flood_kernel lake STEPS              greatest speed in m/s of a lake at rest with islands
//   flood_kernel triad                   GB/s of a[i] = b[i] + s c[i], as STREAM counts it
//
// Three rows are in work at a time, as in the engine, so that what one needs of another is still in the cache. Loops over a row
// take restricted pointers and hold no branch, so that the compiler makes vectors of them.

#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const float gravity = 9.80665f, theta = 0.9f, dry = 1e-3f, wall = 1e6f, swiftest = 1.5f;
static int columns, rows, stride;
static float *bed, *water, *east, *south, *fresh[3][4];
static float cell = 10, grain = 0x1p-24f;

static inline float sixth_root(float a) { // a^(-1/6)
  int32_t bits;
  float u;
  memcpy(&bits, &a, 4);
  bits = (int32_t)(1242212096.0f - (float)bits * (1.0f / 6));
  memcpy(&u, &bits, 4);
  float square = u * u, rest = 1 - a * (square * square * square);
  return u * (1.00000557f + rest * (0.16655342f + rest * (0.09495399f + rest * 0.0979012f)));
}

static inline float edge(float z, float zn, float h, float hn, float q, float before, float after, float slope, float friction, float level) {
  float rise = zn - z, fall = rise + (hn - h);
  float depth = fmaxf(h - fmaxf(rise, 0), hn + fminf(rise, 0)), flow = fmaxf(depth, dry);
  float u = sixth_root(flow), u2 = u * u, u3 = u2 * u, u6 = u3 * u3;
  // Where nothing flows, at a bank, there is nothing to be smoothed with.
  float beside = (before != 0 ? before : q) + (after != 0 ? after : q);
  float driven = theta * q + (1 - theta) / 2 * beside - slope * flow * (fabsf(fall) > level ? fall : 0);
  float drag = friction * fabsf(q) * (u6 * u6 * u2);
  float free = (driven + drag * q) / (1 + 2 * drag);
  float most = swiftest * sqrtf(gravity) * flow * flow * u3;
  float capped = fmaxf(-most, fminf(free, most));
  return depth > dry ? capped : 0;
}

__attribute__((noinline)) static void flux(
  const float *restrict z, const float *restrict zs, const float *restrict h, const float *restrict hs,
  const float *restrict qe, const float *restrict qn, const float *restrict qs, const float *restrict qss,
  float *restrict ne, float *restrict ns, float slope, float friction, float level) {
  for (int i = 0; i < columns; i++) {
    ne[i] = edge(z[i], z[i + 1], h[i], h[i + 1], qe[i], qe[i - 1], qe[i + 1], slope, friction, level);
    ns[i] = edge(z[i], zs[i], h[i], hs[i], qs[i], qn[i], qss[i], slope, friction, level);
  }
}

__attribute__((noinline)) static void limit(
  const float *restrict h, const float *restrict ne, const float *restrict nn, const float *restrict ns, float *restrict share,
  float per_step, float kept) {
  for (int i = 0; i < columns; i++) {
    float out = fmaxf(ne[i], 0) - fminf(ne[i - 1], 0) + fmaxf(ns[i], 0) - fminf(nn[i], 0);
    share[i] = fminf(1, fmaxf(h[i] * (1 - 0x1p-20f) - kept, 0) / fmaxf(out * per_step, 1e-37f));
  }
}

__attribute__((noinline)) static float move(
  const float *restrict z, float *restrict h, const float *restrict ne, const float *restrict ns, const float *restrict share,
  const float *restrict shares, const float *restrict north, float *restrict moved, float *restrict qe, float *restrict qs,
  float per_grain, float rain) {
  float highest = 0;
  for (int i = 0; i < columns; i++) {
    float west = ne[i - 1] * (ne[i - 1] > 0 ? share[i - 1] : share[i]);
    float toeast = ne[i] * (ne[i] > 0 ? share[i] : share[i + 1]);
    float tosouth = ns[i] * (ns[i] > 0 ? share[i] : shares[i]);
    // The sum with a large number would be optimised away under -ffast-math; rintf is one instruction.
    float down = rintf(tosouth * per_grain) * grain;
    float gain = (rintf(west * per_grain) - rintf(toeast * per_grain)) * grain + (north[i] - down);
    h[i] += gain + (z[i] < wall ? rain : 0);
    qe[i] = toeast;
    qs[i] = tosouth;
    moved[i] = down;
    highest = fmaxf(highest, h[i]);
  }
  return highest;
}

static float *at(float *column, int row) { return column + (row + 1) * stride + 16; }

static float step(float seconds, float rain, float n) {
  float per_step = seconds / cell, highest = 0;
  for (int j = 0; j < rows + 2; j++) {
    float **now = fresh[j % 3], **before = fresh[(j + 2) % 3], **oldest = fresh[(j + 1) % 3];
    if (j < rows)
      flux(at(bed, j), at(bed, j + 1), at(water, j), at(water, j + 1), at(east, j), at(south, j - 1), at(south, j),
           at(south, j + 1), now[0], now[1], gravity * per_step, gravity * seconds * n * n, 2 * grain);
    if (j >= 1 && j <= rows)
      limit(at(water, j - 1), before[0], j > 1 ? oldest[1] : at(south, -1), before[1], before[2], per_step, 4 * grain);
    if (j >= 2) {
      float most = move(at(bed, j - 2), at(water, j - 2), oldest[0], oldest[1], oldest[2], before[2],
                        j > 2 ? now[3] : at(south, -1), oldest[3], at(east, j - 2), at(south, j - 2), per_step / grain, rain);
      highest = fmaxf(highest, most);
    }
  }
  return highest;
}

static double drawn(void) {
  static uint64_t state = 7;
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 33) / 2147483648.0;
}

static float *column(float value) {
  size_t count = (size_t)(rows + 2) * stride;
  float *column = aligned_alloc(64, (count * 4 + 63) / 64 * 64);
  for (size_t i = 0; i < count; i++) column[i] = value;
  return column;
}

static void lay(int across, int down) {
  columns = across, rows = down, stride = 32 + (columns + 15) / 16 * 16;
  bed = column(wall), water = column(0), east = column(0), south = column(0);
  for (int slot = 0; slot < 3; slot++)
    for (int kind = 0; kind < 4; kind++) fresh[slot][kind] = (float *)calloc(stride, 4) + 16;
}

static double sum(void) {
  double total = 0;
  for (int row = 0; row < rows; row++)
    for (int i = 0; i < columns; i++) total += at(water, row)[i];
  return total;
}

static float coarser(float highest) {
  float next = grain;
  while (next * 0x1p22f < highest) next *= 2;
  return next;
}

// The depths in whole grains of a coarser kind; what one cell loses the next gets.
static void regrain(float highest) {
  float next = coarser(highest);
  if (next == grain) return;
  grain = next;
  double carried = 0;
  for (int row = 0; row < rows; row++)
    for (int i = 0; i < columns; i++) {
      float *h = at(water, row) + i;
      if (*h <= 0) continue;
      double wanted = *h + carried, kept = fmax(0, rint(wanted / grain)) * grain;
      carried = wanted - kept;
      *h = (float)kept;
    }
}

// Runs some steps under rain in mm/h; gives the depth of rain that fell, in m, and the CPU seconds.
static double run(long steps, double rate, double *cpu) {
  double pending = 0, fallen = 0;
  float highest = 0;
  for (int row = 0; row < rows; row++)
    for (int i = 0; i < columns; i++) highest = fmaxf(highest, at(water, row)[i]);
  struct timespec from, to;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
  for (long k = 0; k < steps; k++) {
    regrain(highest);
    float seconds = 0.65f * cell / sqrtf(gravity * fmaxf(highest, 0.05f));
    pending += rate / 3.6e6 * seconds;
    float rain = 0;
    if (pending >= fmax(0x1p-16, grain)) {
      rain = (float)(floor(pending / grain) * grain);
      pending -= rain, fallen += rain;
    }
    highest = step(seconds, rain, 0.03f);
  }
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
  *cpu = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
  return fallen;
}

static void triad(void) {
  size_t count = 24u << 20;
  float *a = malloc(count * 4), *b = malloc(count * 4), *c = malloc(count * 4);
  for (size_t i = 0; i < count; i++) a[i] = 0, b[i] = 1, c[i] = 2;
  double best = 1e9;
  for (int round = 0; round < 10; round++) {
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    for (size_t i = 0; i < count; i++) a[i] = b[i] + 0.5f * c[i];
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    best = fmin(best, (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec));
    b[round] += a[count - 1 - round];
  }
  printf("{\"triad\": %.3f}\n", 12e-9 * (double)count / best);
}

int main(int count, char **words) {
  const char *what = count > 1 ? words[1] : "";
  double cpu;
  if (strcmp(what, "triad") == 0) {
    triad();
  } else if (strcmp(what, "speed") == 0 && count > 3) {
    lay(atoi(words[2]), atoi(words[2]));
    for (int row = 0; row < rows; row++)
      for (int i = 0; i < columns; i++) {
        at(bed, row)[i] = (float)(rint((0.5 * drawn() + 0.002 * i) * 262144) / 262144);
        at(water, row)[i] = 0.5f;
      }
    grain = coarser(2);
    run(20, 50, &cpu);
    long steps = atol(words[3]), wet = 0;
    run(steps, 50, &cpu);
    for (int row = 0; row < rows; row++)
      for (int i = 0; i < columns; i++) wet += at(water, row)[i] > dry;
    printf("{\"updates\": %.3f, \"wet\": %.4f}\n", 1e-6 * (double)steps * rows * columns / cpu, (double)wet / rows / columns);
  } else if (strcmp(what, "mass") == 0 && count > 2) {
    lay(100, 100);
    for (int row = 0; row < rows; row++)
      for (int i = 0; i < columns; i++) at(bed, row)[i] = (float)(rint(0.5 * drawn() * 262144) / 262144);
    double fallen = run(atol(words[2]), 1, &cpu) * rows * columns;
    printf("{\"error\": %.3e}\n", (sum() - fallen) / fallen);
  } else if (strcmp(what, "lake") == 0 && count > 2) {
    lay(200, 200);
    for (int row = 0; row < rows; row++)
      for (int i = 0; i < columns; i++) {
        float z = (float)(rint(6 * drawn() * 262144) / 262144);
        at(bed, row)[i] = z;
        at(water, row)[i] = fmaxf(0, 4 - z);
      }
    grain = coarser(4);
    run(atol(words[2]), 0, &cpu);
    double most = 0;
    for (int row = 0; row < rows; row++)
      for (int i = 0; i < columns; i++) {
        float h = at(water, row)[i];
        if (h > dry) most = fmax(most, fmax(fabsf(at(east, row)[i]), fabsf(at(south, row)[i])) / h);
      }
    printf("{\"speed\": %.3e}\n", most);
  } else {
    fprintf(stderr, "flood_kernel speed COLUMNS STEPS | mass STEPS | lake STEPS | triad\n");
    return 2;
  }
  return 0;
}
