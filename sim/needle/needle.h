// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The filiform needle in tissue: a beam from the handle to the tip, puncture by layer, cutting at
// the tip, friction along the shaft, bending, buckling and bone.
//
// Axially: shaft friction is an elasto-plastic (Dahl) element at each station of the track with
// limit f * spacing; the tip presses a membrane until its puncture force, then cuts. Laterally:
// the shaft is a beam clamped in the hand and held by the tissue at the stations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"
#include "events/input_sample.h"
#include "tissue/site.h"

namespace dryrun::needle {

struct NeedleSpec {
    std::string name;      ///< "0.25x30"
    double length = 30.0;  ///< of the shaft
    double diameter = 0.25;
    double youngs_GPa = 193.0;
};
/// The stocked needles (assets/needles/needles.json).
Result<std::vector<NeedleSpec>> read_shipped_needles();

enum class TipState : std::uint8_t { Free, Pressing, InTissue, OnBone };

/// Facts a step produced, for the session to turn into events.
struct Puncture {
    anatomy::StructureId structure{};
    double path = 0.0;
    double force_N = 0.0;
    double indentation = 0.0;
    Vec3 at;
};
struct StepFacts {
    std::vector<Puncture> punctures;
    bool has_touched_bone = false;  ///< in this tick, after being off it
    std::optional<anatomy::StructureId> bone;
    bool has_buckled = false;
    double buckling_N = 0.0;
    double free_length = 0.0;
    bool has_left_tissue = false;
};

struct NeedleState {
    std::optional<tissue::Track> track;  ///< while the tip is in or on tissue
    TipState tip_state = TipState::Free;
    double grip_travel = 0.0;        ///< of the hand along the track, after its ceilings
    double tip_path = 0.0;           ///< depth of the tip along the track in the undeformed tissue
    Vec3 tip;                        ///< where the tip is
    Vec3 grip;                       ///< where the hand is
    Vec3 shaft_direction{0, -1, 0};  ///< at the grip
    double axial_force_N = 0.0;      ///< felt by the hand, positive when it pushes in
    double lateral_force_N = 0.0;
    double tip_force_N = 0.0;
    double tip_speed_mm_s = 0.0;       ///< relative to the tissue
    double bend = 0.0;                 ///< largest deflection of the shaft from straight
    std::vector<double> friction_N;    ///< one a station, on the needle against the push
    std::vector<Vec3> station_load_N;  ///< on the tissue, one a station
    std::vector<Vec3> shaft;           ///< points of the bent shaft, grip to tip, for pictures
    double grasp = 1.0;                ///< friction multiplier by twitch and winding
    void hash(StateHasher& hasher) const;
};

struct NeedleSurroundings {
    const anatomy::Atlas* atlas = nullptr;
    const tissue::Site* site = nullptr;
    const tissue::MaterialTable* materials = nullptr;
    /// Displacement of each station of the present track by everything but the needle.
    std::vector<Vec3> station_background;
    /// Displacement of a skin point by the fingers, for the entry of a new track.
    Vec3 entry_background;
    const std::vector<tissue::TautBand>* bands = nullptr;
    bool is_in_guide_tube = false;
};

/// Advances the needling hand by one tick. The hand's ceilings: 2 N, 150 mm/s.
StepFacts step_needle(const events::NeedlingHand& command, const NeedleSpec& spec,
                      const NeedleSurroundings& around, NeedleState& state);

}  // namespace dryrun::needle
