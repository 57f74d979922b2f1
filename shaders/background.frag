// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
in vec2 v_place;

uniform vec4 u_top;
uniform vec4 u_bottom;

out vec4 o_color;

void main() {
    o_color = mix(u_bottom, u_top, smoothstep(0.0, 1.0, v_place.y));
}
