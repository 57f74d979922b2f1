// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Small drawings inside panels: force bar, pressure map, needle angles, force trace.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace dryrun::trainer {

/// A bar from 0 to `most` with the wanted range shaded.
void draw_range_bar(float value, float most, float low, float high, const std::string& text,
                    float width, float height);
/// Pressure under the pad, 7 × 7 taxels of 2 mm, as it is felt.
void draw_taxel_map(const std::array<double, 49>& taxel_kPa, float side);
/// The needle in one plane over a line of skin: `lean_deg` from upright, positive to the right.
/// `left` and `right` say what lies there.
void draw_lean(const char* title, float lean_deg, const char* left, const char* right, float width,
               float height);
/// The needle's angle to the skin, in the plane it leans in.
void draw_angle_to_skin(float tilt_deg, float width, float height);
void draw_force_trace(const std::vector<float>& force_N, float width, float height);
/// The last second of a needle electrode, 1000 samples.
void draw_emg_trace(const std::vector<float>& emg_uV, float width, float height);
/// A key in a box, then text on the same line.
void key_hint(const char* key, const char* text);

}  // namespace dryrun::trainer
