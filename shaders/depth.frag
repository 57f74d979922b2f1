// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes depth only, and none where the surface is cut away.
#include "cutaway.glsl"

in vec3 v_position;

void main() {
    if (opacity_at(v_position) < 0.02) discard;
}
