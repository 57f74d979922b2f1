// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Ambient darkening from the depth of what is drawn: a pixel is darker the more of its
// surroundings (up to about 12 mm) stand in front of it. Multiplied on to the picture.
in vec2 v_place;

uniform sampler2D u_depth;
uniform vec2 u_origin;  // of the viewport in the framebuffer
uniform float u_pixel_size;
uniform float u_near;
uniform float u_far;
uniform float u_away;  // from the eye to the target
uniform int u_is_orthographic;

out vec4 o_color;

const float kReach = 12.0;  // mm
const int kRings = 3;
const int kSpokes = 14;

float distance_at(ivec2 pixel) {
    float depth = texelFetch(u_depth, pixel, 0).r;
    if (u_is_orthographic == 1) return mix(u_near, u_far, depth);
    return u_near * u_far / (u_far - depth * (u_far - u_near));
}

void main() {
    ivec2 size = textureSize(u_depth, 0);
    ivec2 pixel = ivec2(gl_FragCoord.xy - u_origin);
    float here = distance_at(pixel);
    if (here > 0.995 * u_far) {
        o_color = vec4(1.0);
        return;
    }
    float pixels = kReach / u_pixel_size * (u_is_orthographic == 1 ? 1.0 : u_away / here);
    pixels = clamp(pixels, 3.0, 90.0);
    // Each pixel turns its spokes by its own angle, which spreads what would be bands.
    float turn = 6.2831853 / float(kSpokes) *
                 fract(52.9829189 * fract(dot(vec2(pixel), vec2(0.06711056, 0.00583715))));
    float hidden = 0.0;
    for (int spoke = 0; spoke < kSpokes; ++spoke) {
        float angle = turn + 6.2831853 / float(kSpokes) * float(spoke);
        vec2 direction = vec2(cos(angle), sin(angle));
        float most = 0.0;
        for (int ring = 1; ring <= kRings; ++ring) {
            float part = float(ring) / float(kRings);
            vec2 offset = direction * pixels * part;
            // Both sides together cancel the slope of a flat surface.
            ivec2 a = clamp(pixel + ivec2(offset), ivec2(0), size - 1);
            ivec2 b = clamp(pixel - ivec2(offset), ivec2(0), size - 1);
            float rise_a = here - distance_at(a);
            float rise_b = here - distance_at(b);
            float rise = rise_a + max(rise_b, -kReach);
            float fade = 1.0 - smoothstep(1.5 * kReach, 4.0 * kReach, rise_a);
            most = max(most, fade * clamp(rise / (kReach * part), 0.0, 1.0));
        }
        hidden += most;
    }
    float shade = 1.0 - 0.55 * hidden / float(kSpokes);
    o_color = vec4(vec3(shade), 1.0);
}
