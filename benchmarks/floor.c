/* The least that an epoch can cost: 2-8-8-1 tanh networks, written out for this one shape, in C.
 *
 *   cc -O3 -march=native -o floor floor.c -lm && ./floor 64 20
 *
 * Prints the CPU seconds of one epoch of all networks: 500 points, batches of 32, binary cross-entropy, plain gradient
 * descent, 32-bit numbers, as the trainer does it. Arguments: networks, epochs.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define POINTS 500
#define BATCH 32
#define H 8

typedef struct { float w1[H][3], w2[H][H + 1], w3[H + 1]; } Net;

static float x[POINTS][2], t[POINTS];
static float a1[H][BATCH], a2[H][BATCH], d1[H][BATCH], d2[H][BATCH], d3[BATCH];

static float uniform(void) { return 2.0f * (float)rand() / (float)RAND_MAX - 1.0f; }

static void step(Net *net, int first, int m, float rate) {
  Net g;
  memset(&g, 0, sizeof g);
  for (int j = 0; j < H; j++)
    for (int i = 0; i < m; i++)
      a1[j][i] = tanhf(net->w1[j][0] * x[first + i][0] + net->w1[j][1] * x[first + i][1] + net->w1[j][2]);
  for (int j = 0; j < H; j++) {
    float z[BATCH];
    for (int i = 0; i < m; i++) z[i] = net->w2[j][H];
    for (int k = 0; k < H; k++)
      for (int i = 0; i < m; i++) z[i] += net->w2[j][k] * a1[k][i];
    for (int i = 0; i < m; i++) a2[j][i] = tanhf(z[i]);
  }
  for (int i = 0; i < m; i++) d3[i] = net->w3[H];
  for (int k = 0; k < H; k++)
    for (int i = 0; i < m; i++) d3[i] += net->w3[k] * a2[k][i];
  for (int i = 0; i < m; i++) d3[i] = 0.5f + 0.5f * tanhf(0.5f * d3[i]) - t[first + i];
  for (int i = 0; i < m; i++) g.w3[H] += d3[i];
  for (int k = 0; k < H; k++)
    for (int i = 0; i < m; i++) {
      g.w3[k] += d3[i] * a2[k][i];
      d2[k][i] = net->w3[k] * d3[i] * (1.0f - a2[k][i] * a2[k][i]);
    }
  memset(d1, 0, sizeof d1);
  for (int j = 0; j < H; j++) {
    for (int k = 0; k < H; k++)
      for (int i = 0; i < m; i++) {
        g.w2[j][k] += d2[j][i] * a1[k][i];
        d1[k][i] += net->w2[j][k] * d2[j][i];
      }
    for (int i = 0; i < m; i++) g.w2[j][H] += d2[j][i];
  }
  for (int k = 0; k < H; k++)
    for (int i = 0; i < m; i++) {
      float d = d1[k][i] * (1.0f - a1[k][i] * a1[k][i]);
      g.w1[k][0] += d * x[first + i][0];
      g.w1[k][1] += d * x[first + i][1];
      g.w1[k][2] += d;
    }
  float *w = (float *)net, *dw = (float *)&g;
  for (size_t i = 0; i < sizeof g / sizeof(float); i++) w[i] -= rate / (float)m * dw[i];
}

int main(int argc, char **argv) {
  int networks = argc > 1 ? atoi(argv[1]) : 64, epochs = argc > 2 ? atoi(argv[2]) : 20;
  Net *nets = malloc((size_t)networks * sizeof(Net));
  for (int r = 0; r < networks; r++)
    for (size_t i = 0; i < sizeof(Net) / sizeof(float); i++) ((float *)&nets[r])[i] = 0.5f * uniform();
  for (int i = 0; i < POINTS; i++) {
    x[i][0] = uniform();
    x[i][1] = uniform();
    t[i] = x[i][0] * x[i][1] > 0 ? 1.0f : 0.0f;
  }
  clock_t began = clock();
  for (int e = 0; e < epochs; e++)
    for (int first = 0; first < POINTS; first += BATCH) {
      int m = POINTS - first < BATCH ? POINTS - first : BATCH;
      for (int r = 0; r < networks; r++) step(&nets[r], first, m, 0.1f);
    }
  double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
  fprintf(stderr, "%g\n", (double)nets[0].w1[0][0]);
  printf("%.9f\n", seconds / epochs);
  return 0;
}
