// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Opacity of a surface with a soft-edged opening (render::Cutaway).
uniform float u_opacity;
uniform int u_has_cutaway;
uniform vec3 u_cut_centre;
uniform vec3 u_cut_side;  // axes over the half sizes
uniform vec3 u_cut_up;
uniform float u_cut_opacity;
uniform float u_cut_edge;

float opacity_at(vec3 position) {
    if (u_has_cutaway == 0) return u_opacity;
    vec3 d = position - u_cut_centre;
    vec2 q = abs(vec2(dot(d, u_cut_side), dot(d, u_cut_up)));
    q *= q;
    float r = sqrt(sqrt(dot(q, q)));  // a rounded rectangle
    return u_opacity * mix(u_cut_opacity, 1.0, smoothstep(1.0 - u_cut_edge, 1.0, r));
}
