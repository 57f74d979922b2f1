// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// An image on the picture, in pixels from the upper left.
uniform vec2 u_view;
uniform vec4 u_place;  // x, y, width, height

out vec2 v_place;

void main() {
    v_place = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    vec2 pixel = u_place.xy + v_place * u_place.zw;
    gl_Position = vec4(2.0 * pixel.x / u_view.x - 1.0, 1.0 - 2.0 * pixel.y / u_view.y, 0.0, 1.0);
}
