// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
in vec2 v_place;
flat in vec2 v_half;
flat in float v_corner;
in vec4 v_color;

out vec4 o_color;

void main() {
    vec2 q = abs(v_place) - v_half + v_corner;
    float outside = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - v_corner;
    o_color = vec4(v_color.rgb, v_color.a * clamp(0.5 - outside, 0.0, 1.0));
}
