// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Value noise from an integer hash: the same on every card.
uint mixed(uint x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    return x;
}

float lattice(ivec3 p) {
    uint h = mixed(uint(p.x) + mixed(uint(p.y) + mixed(uint(p.z))));
    return float(h >> 8) * (1.0 / 16777216.0);
}

// 0 to 1, one bump a unit.
float noise(vec3 p) {
    vec3 base = floor(p);
    ivec3 i = ivec3(base);
    vec3 t = p - base;
    t = t * t * (3.0 - 2.0 * t);
    float x00 = mix(lattice(i), lattice(i + ivec3(1, 0, 0)), t.x);
    float x10 = mix(lattice(i + ivec3(0, 1, 0)), lattice(i + ivec3(1, 1, 0)), t.x);
    float x01 = mix(lattice(i + ivec3(0, 0, 1)), lattice(i + ivec3(1, 0, 1)), t.x);
    float x11 = mix(lattice(i + ivec3(0, 1, 1)), lattice(i + ivec3(1, 1, 1)), t.x);
    return mix(mix(x00, x10, t.y), mix(x01, x11, t.y), t.z);
}

float noise(float x, float salt) {
    float base = floor(x);
    float t = x - base;
    t = t * t * (3.0 - 2.0 * t);
    int i = int(base);
    int s = int(salt);
    return mix(lattice(ivec3(i, s, 0)), lattice(ivec3(i + 1, s, 0)), t);
}
