// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One triangle over the whole picture.
out vec2 v_place;

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    v_place = 0.5 * corner + 0.5;
    gl_Position = vec4(corner, 0.0, 1.0);
}
