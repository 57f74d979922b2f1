// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Strokes and plates on the picture, in pixels from the upper left.
layout(location = 0) in vec4 a_ends;  // from, to
layout(location = 1) in vec2 a_size;  // half width, corner
layout(location = 2) in vec4 a_color;

uniform vec2 u_view;

out vec2 v_place;  // pixels from the centre, x along the stroke
flat out vec2 v_half;
flat out float v_corner;
out vec4 v_color;

void main() {
    vec2 from = a_ends.xy;
    vec2 to = a_ends.zw;
    vec2 along = to - from;
    float size = length(along);
    along = size > 1e-4 ? along / size : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    v_half = vec2(0.5 * size + a_size.x, a_size.x);
    v_corner = min(a_size.y, a_size.x);
    vec2 corner = vec2((gl_VertexID & 1) == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0);
    v_place = corner * (v_half + 1.0);
    vec2 pixel = 0.5 * (from + to) + along * v_place.x + across * v_place.y;
    v_color = a_color;
    gl_Position = vec4(2.0 * pixel.x / u_view.x - 1.0, 1.0 - 2.0 * pixel.y / u_view.y, 0.0, 1.0);
}
