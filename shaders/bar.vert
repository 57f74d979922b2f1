// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A round bar as a strip that faces the viewer, never thinner than some pixels.
layout(location = 0) in vec3 a_from;
layout(location = 1) in vec3 a_to;
layout(location = 2) in vec4 a_color;
layout(location = 3) in vec3 a_size;  // radius, least pixels, metal

uniform mat4 u_projection_view;
uniform vec3 u_eye;
uniform vec3 u_forward;
uniform int u_is_orthographic;
uniform float u_pixel_size;  // orthographic: of a pixel; else: over the distance from the eye

out vec4 v_color;
out float v_across;
out float v_metal;
out vec3 v_side;
out vec3 v_front;

void main() {
    float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
    vec3 point = gl_VertexID < 2 ? a_from : a_to;
    vec3 along = a_to - a_from;
    float size = length(along);
    along = size > 1e-6 ? along / size : vec3(0.0, 0.0, 1.0);
    vec3 to_eye = u_is_orthographic == 1 ? -u_forward : normalize(u_eye - point);
    vec3 across = cross(along, to_eye);
    float turn = length(across);
    across = turn > 1e-4 ? across / turn : cross(u_forward, vec3(0.0, 0.0, 1.0));
    vec4 clip = u_projection_view * vec4(point, 1.0);
    float depth_scale = u_is_orthographic == 1 ? 1.0 : clip.w;
    float pixel = u_pixel_size * depth_scale;
    float radius = max(a_size.x, 0.5 * a_size.y * pixel);
    gl_Position = u_projection_view * vec4(point + across * (side * radius), 1.0);
    v_color = a_color;
    v_across = side;
    v_metal = a_size.z;
    v_side = across;
    v_front = to_eye;
}
