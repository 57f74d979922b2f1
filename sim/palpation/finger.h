// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Finger pads pressing on the tissue, and what they feel.
//
// A pad is a cap of radius 8 mm on a compliant layer (Pawluk and Howe 1999), its contact
// integrated over 2 mm taxels: each taxel loads the surface patch by bilinear weights, so contact
// area, not node choice, sets the force. The hand presses with a commanded force and moves as fast
// as its damping lets it (admittance), so bone stalls it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/hash.h"
#include "core/vec3.h"
#include "events/input_sample.h"
#include "tissue/site.h"

namespace dryrun::palpation {

inline constexpr int kTaxelsAcross = 7;
inline constexpr double kTaxelSize = 2.0;

/// What one pad does to the skin and feels of it.
struct PadContact {
    Vec3 centre;  ///< on the resting skin
    Vec3 normal;  ///< outward
    double force_N = 0.0;
    double indentation = 0.0;         ///< of the skin under the pad's centre
    double stiffness_N_per_mm = 0.0;  ///< slope of force over indentation at this moment
    double peak_pressure_kPa = 0.0;
    std::array<double, kTaxelsAcross * kTaxelsAcross> taxel_kPa{};
};

struct FingerState {
    std::vector<PadContact> pads;   ///< empty when the hand is away
    std::vector<double> pad_depth;  ///< commanded-by-force position of each pad below the skin
    std::vector<double> taxel_N;    ///< all pads' taxels, in order
    bool is_held = false;
    void hash(StateHasher& hasher) const;
};

/// Advances the palpating hand by one tick. `background` is the inward displacement of each
/// surface patch point by everything but the fingers (needle, twitch). Returns the load on each
/// patch point, N inward, in `surface_N`.
void step_fingers(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                  const tissue::Site& site, std::span<const double> background, FingerState& state,
                  std::vector<double>& surface_N);

}  // namespace dryrun::palpation
