// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Light on tissue: a soft key light over the viewer's shoulder, sky and table (hemisphere), a rim
// towards grazing angles, and a little gloss. FINE adds fibre bundles and skin tone; OPAQUE leaves
// out what only see-through surfaces need.
#ifndef OPAQUE
#include "cutaway.glsl"
#endif
#include "noise.glsl"

in vec3 v_position;
in vec3 v_normal;
in float v_stripe;
in float v_tendon;

uniform vec3 u_eye;
uniform vec3 u_forward;
uniform vec3 u_key;
uniform vec3 u_up;
uniform int u_is_orthographic;
uniform vec4 u_color;
uniform vec4 u_groove;
uniform float u_fibre_strength;
uniform float u_fibre_period;
uniform float u_tone_variation;
uniform float u_gloss;
uniform float u_softness;
uniform float u_rim;

out vec4 o_color;

// Tendon and aponeurosis, and the shade between their strands.
const vec3 kTendon = vec3(0.72, 0.66, 0.55);
const vec3 kBetweenStrands = vec3(0.46, 0.39, 0.30);

// Bundles of muscle end at their own places, so that the border is frayed.
float tendon_share() {
    if (v_tendon <= 0.0) return 0.0;
#ifdef FINE
    float fray = noise(v_stripe * 0.9, 3.0) - 0.5;
#else
    float fray = 0.5 * sin(v_stripe * 2.1) * sin(v_stripe * 0.7);
#endif
    return smoothstep(0.40, 0.60, v_tendon + 0.22 * fray);
}

// 0 in the groove between bundles, 1 on their crest; fades out where stripes get finer than
// pixels.
float bundles(float across) {
    float phase = across / u_fibre_period;
#ifdef FINE
    phase += 1.1 * (noise(v_position * 0.045) - 0.5);
    float fine = noise(phase * 3.7, 5.0);
    float coarse = noise(phase * 0.9, 9.0);
#else
    float fine = 0.5;
    float coarse = 0.5;
#endif
    float width = fwidth(phase);
    float wave = 0.5 + 0.5 * cos(6.2831853 * (phase + 0.8 * coarse));
    float shape = mix(wave, fine, 0.45);
    float keep = 1.0 - smoothstep(0.25, 0.7, width);
    return mix(0.62, 0.3 + 0.55 * shape + 0.25 * coarse, keep);
}

// Bundles cut through: fields of muscle with pale seams between them.
vec3 cut_muscle(vec3 muscle) {
#ifdef FINE
    float seam = abs(noise(v_position * 0.32) - 0.5) * 2.0;
    float grain = noise(v_position * 1.3);
#else
    float seam = 0.5;
    float grain = 0.5;
#endif
    vec3 flesh = muscle * (0.62 + 0.22 * grain);
    return mix(mix(flesh, kTendon, 0.45), flesh, smoothstep(0.02, 0.16, seam));
}

void main() {
#ifdef OPAQUE
    const float opacity = 1.0;
#else
    float opacity = opacity_at(v_position);
    if (opacity < 0.004) discard;
#endif
    vec3 normal = normalize(v_normal);
    vec3 to_eye = u_is_orthographic == 1 ? -u_forward : normalize(u_eye - v_position);
    if (!gl_FrontFacing) normal = -normal;

    vec3 color = u_color.rgb;
    float gloss = u_gloss;
    if (u_fibre_strength > 0.0) {
        float crest = bundles(v_stripe);
        float tendon = tendon_share();
        vec3 muscle = mix(color, mix(u_groove.rgb, color, crest), u_fibre_strength);
        if (v_tendon < -0.5) {
            color = cut_muscle(color);
        } else {
            color = mix(muscle, mix(kBetweenStrands, kTendon, crest), tendon);
            gloss = mix(gloss * (0.5 + crest), 0.35, tendon);
        }
    }
#ifdef FINE
    if (u_tone_variation > 0.0) {
        float slow = noise(v_position * 0.03) + 0.5 * noise(v_position * 0.09);
        float quick = noise(v_position * 0.55);
        float tone = (slow - 0.75) * 0.8 + (quick - 0.5) * 0.25;
        color = mix(color, color * (1.0 + 0.5 * tone) + u_groove.rgb * max(tone, 0.0) * 0.25,
                    u_tone_variation);
    }
#endif

    float key = dot(normal, u_key);
    float diffuse = max((key + u_softness) / (1.0 + u_softness), 0.0);
    float sky = 0.5 + 0.5 * dot(normal, normalize(u_up - 0.8 * u_forward));
    vec3 ambient = mix(vec3(0.16, 0.13, 0.13), vec3(0.36, 0.38, 0.42), sky);
    vec3 light = ambient + diffuse * vec3(0.86, 0.82, 0.76);
    float facing = max(dot(normal, to_eye), 0.0);
    float grazing = (1.0 - facing) * (1.0 - facing);
    vec3 half_way = normalize(u_key + to_eye);
    float shine = pow(max(dot(normal, half_way), 0.0), 26.0) * gloss;
    vec3 lit = color * light + u_rim * grazing * grazing * mix(color, vec3(0.55, 0.6, 0.7), 0.35) +
               vec3(shine * 0.6);
    // A see-through surface is denser where it is seen edge on.
    float alpha = opacity;
    if (opacity < 0.97) alpha = min(1.0, opacity + (0.97 - opacity) * grazing * 0.5 * opacity);
    o_color = vec4(pow(clamp(lit, 0.0, 1.0), vec3(1.0 / 2.2)), alpha);
}
