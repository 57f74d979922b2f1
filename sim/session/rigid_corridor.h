// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Tissue that does not move, in the place of the finite-element block: for cohorts of thousands of
// treatments. Everything else of a session is the same, the atlas, the physiology, the patient,
// what is watched and felt.
//
// Layers, bone and pleura are the atlas's along the needle's line, which is straight; what a
// layer's face holds, how it is cut and how it holds the shaft is in the same table as for the
// block. The hand is a spring on the shaft, the tissue dry friction. A finger presses on a stack of
// layers that yields by the cone model of a disc on layered ground (Wolf and Deeks 2004), its band
// with it, and stiffens as it is squeezed by the law of the block (palpation/squeeze.h).
//
// What it does not have: a needle that bends, tissue that a finger carries under the needle or that
// relaxes, a fold (a pincer grip lifts nothing), pads that feel the edges of what is under them.
#pragma once

#include <array>
#include <span>

#include "anatomy/atlas.h"
#include "events/input_sample.h"
#include "needle/needle.h"
#include "palpation/finger.h"
#include "tissue/site.h"

namespace dryrun::session {

/// What lies under a place on the skin, as far as a finger presses it.
struct CorridorGround {
    double stiffness_N_per_mm = 1.0;  ///< at small strains
    tissue::UnderSkin under;
};
/// `bands`: stiffer where they lie under the finger.
CorridorGround corridor_ground(const anatomy::Atlas& atlas, const tissue::MaterialTable& materials,
                               std::span<const tissue::TautBand> bands,
                               const anatomy::SkinPoint& skin);

/// What the fingers lie on, kept while they stay.
struct RigidCorridor {
    events::PalpatingHand asked;
    std::array<CorridorGround, 2> ground{};
    bool is_outdated = false;  ///< a band has changed since the ground was looked at
};

/// As palpation::step_fingers.
void step_fingers_in_corridor(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                              const tissue::MaterialTable& materials,
                              std::span<const tissue::TautBand> bands, RigidCorridor& corridor,
                              palpation::FingerState& state);

/// As needle::step_needle; of `around` only atlas, materials, bands, guide tube and grasp count.
needle::StepFacts step_needle_in_corridor(const events::NeedlingHand& command,
                                          const needle::NeedleSpec& spec,
                                          const needle::NeedleSurroundings& around,
                                          needle::NeedleState& state);

/// By how much skin over a band rises at the most by 1 kPa of active stress in it.
double rise_over_band(const tissue::TautBand& band);

}  // namespace dryrun::session
