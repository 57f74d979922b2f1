// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
layout(location = 0) in vec3 a_position;

uniform mat4 u_projection_view;

out vec3 v_position;

void main() {
    v_position = a_position;
    gl_Position = u_projection_view * vec4(a_position, 1.0);
}
