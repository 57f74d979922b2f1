// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
in vec4 v_color;
in float v_across;
in float v_metal;
in vec3 v_side;
in vec3 v_front;

uniform vec3 u_key;

out vec4 o_color;

void main() {
    float front = sqrt(max(1.0 - v_across * v_across, 0.0));
    vec3 normal = normalize(v_side * v_across + v_front * front);
    float key = max(dot(normal, u_key), 0.0);
    float shine = pow(key, 18.0);
    vec3 rod = v_color.rgb * (0.35 + 0.65 * key) + vec3(0.6 * shine);
    // Round bars lose some of their colour to the side, as cylinders do.
    vec3 plain = v_color.rgb * (0.72 + 0.28 * front);
    o_color = vec4(mix(plain, rod, v_metal), v_color.a);
}
