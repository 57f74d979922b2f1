// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A lit surface: position and normal in millimetres of the body, and the coordinate across fibres.
layout(location = 0) in vec3 a_position;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in float a_stripe;
layout(location = 3) in float a_tendon;

uniform mat4 u_projection_view;

out vec3 v_position;
out vec3 v_normal;
out float v_stripe;
out float v_tendon;

void main() {
    v_position = a_position;
    v_normal = a_normal;
    v_stripe = a_stripe;
    v_tendon = a_tendon;
    gl_Position = u_projection_view * vec4(a_position, 1.0);
}
