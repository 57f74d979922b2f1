// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The filiform needle in tissue: a beam from the handle to the tip, puncture by layer, cutting at
// the tip, friction along the shaft, bending, buckling and bone.
//
// Axially: shaft friction is an elasto-plastic (Dahl) element at each station of the track with
// limit f * spacing; the tip presses a membrane until its puncture force, then cuts. Laterally:
// the shaft is a beam clamped in the hand and held by the tissue at the stations.
//
// A track is a straight channel in the tissue as the hands hold it when it is laid
// (tissue/track_course.h): it begins where the tip first presses the skin and keeps that direction.
// The tip follows the channel's line, and its place is that line plus the beam's deflection there;
// it does not cut a curve. Turning the handle with the tip shallow begins a new track from the same
// hole; turning it deeper bends the shaft. Tissue that the hands move afterwards, a fold let go,
// carries the needle along and bends it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"
#include "events/input_sample.h"
#include "softbody/prony.h"
#include "softbody/scale.h"
#include "tissue/site.h"

namespace dryrun::needle {

struct NeedleSpec {
    std::string name;      ///< "0.25x30"
    double length = 30.0;  ///< of the shaft
    double diameter = 0.25;
    double youngs_GPa = 193.0;
    /// Above zero: a sham. Its tip is blunt, and pushed by more than this its shaft slides into the
    /// handle instead of through the skin (Streitberger and Kleinhenz 1998).
    double glide_N = 0.0;
    bool is_sham() const { return glide_N > 0.0; }
};
/// The stocked needles (assets/needles/needles.json).
Result<std::vector<NeedleSpec>> read_shipped_needles();

/// Lateral and axial stations' displacement by station forces, made once a track (axial.h).
struct TrackCoupling;

/// One stretch of the track in one material, its numbers for this needle's diameter. The upper
/// face is a membrane where `puncture_N` is above zero.
struct TrackLayer {
    anatomy::StructureId structure{};
    double enter = 0.0;  ///< along the track, in the undeformed tissue
    double exit = 0.0;
    double puncture_N = 0.0;
    double face_N_per_mm = 0.2;
    double cutting_N = 0.0;
    double friction_N_per_mm = 0.0;
    double static_ratio = 1.0;
    bool can_wind = false;                   ///< skin, fat and fascia wind round a turned needle
    bool is_muscle = false;                  ///< grasps the needle in a twitch
    bool is_taut_band = false;               ///< band or nodule; `structure` is its muscle
    std::vector<softbody::PronyTerm> prony;  ///< of its stress; none: elastic
};

/// Free: touches nothing. Pressing: against a membrane that still holds (on the skin perhaps with
/// no force).
enum class TipState : std::uint8_t { Free, Pressing, InTissue, OnBone };

/// Facts a step produced, for the session to turn into events.
struct Puncture {
    anatomy::StructureId structure{};
    double path = 0.0;
    double force_N = 0.0;      ///< of the tip when the membrane gave way
    double indentation = 0.0;  ///< of the membrane at that moment, along the needle
    Vec3 at;
    bool is_skin = false;       ///< the needle is in from now on
    bool is_taut_band = false;  ///< hidden: the sheath of a band or nodule
};
struct StepFacts {
    std::vector<Puncture> punctures;
    bool has_touched_bone = false;  ///< in this tick, after being off it
    std::optional<anatomy::StructureId> bone;
    bool has_buckled = false;  ///< in this tick, after being straight
    double buckling_N = 0.0;
    double free_length = 0.0;
    bool has_left_tissue = false;  ///< the tip came out of the skin it had punctured
    /// The handle was turned with the tip shallow: a new track from the same hole began.
    bool has_redirected = false;
    double redirected_deg = 0.0;
};

class NextTrack;  // next_track.h

struct NeedleState {
    std::optional<tissue::Track> track;  ///< while the tip is in or on tissue
    TipState tip_state = TipState::Free;
    bool is_in_skin = false;         ///< the skin is punctured and the tip is beneath it
    double grip_travel = 0.0;        ///< of the hand along the track, after its ceilings
    double tip_path = 0.0;           ///< depth of the tip along the track in the undeformed tissue
    Vec3 tip;                        ///< where the tip is
    Vec3 tip_at_rest;                ///< the point of the undeformed tissue where the tip is
    Vec3 grip;                       ///< where the top of the shaft is
    Vec3 shaft_direction{0, -1, 0};  ///< at the grip
    double axial_force_N = 0.0;      ///< felt by the hand, positive when it pushes in
    double lateral_force_N = 0.0;
    double tip_force_N = 0.0;
    double tip_speed_mm_s = 0.0;       ///< relative to the tissue, positive inward
    double bend = 0.0;                 ///< largest deflection of the shaft from its chord
    double free_length = 0.0;          ///< of shaft between grip and skin
    bool is_buckled = false;           ///< the free length has bowed out
    std::vector<double> friction_N;    ///< one a station, on the needle against the push
    std::vector<Vec3> station_load_N;  ///< on the tissue, one a station
    /// On the elastic block, which they displace as the shaft does, where tissue has relaxed.
    std::vector<Vec3> block_load_N;
    std::vector<Vec3> shaft;  ///< points of the bent shaft, grip to tip, for pictures
    double grasp = 1.0;       ///< friction over what it would be untwisted and at rest
    double torque_Nmm = 0.0;  ///< felt by the hand that turns the handle (torque.h)

    // The needle's memory, for this module.
    std::vector<TrackLayer> layers;       ///< of the track, from the skin; the last ends at bone
    std::optional<double> bone_path;      ///< along the track, in space
    anatomy::StructureId bone{};          ///< where `bone_path` has a value
    int layers_entered = 0;               ///< whose upper face the tip has passed
    double deepest_path = 0.0;            ///< of this track
    double travel = 0.0;                  ///< of the tip from the entry, in space
    double path_shift = 0.0;              ///< of the tissue against `travel`, by a change of site
    double tip_slip = 0.0;                ///< of the tip past the tissue there
    std::vector<double> slip;             ///< of the shaft past each station
    std::vector<double> slip_speed_mm_s;  ///< of each station, smoothed
    std::vector<double> lateral_N;        ///< on the tissue: all stations, first plane, then second
    Vec3 hand_position;                   ///< of the hand, after its ceilings
    Vec3 hand_direction{0, -1, 0};
    bool is_held = false;  ///< the hand has the needle
    double glided = 0.0;   ///< of a sham's shaft, inside its handle; it stays there
    double turned_deg = 0.0;
    double net_turns = 0.0;    ///< that have wound tissue on to the shaft
    double total_turns = 0.0;  ///< whatever their sense
    double twist_rad = 0.0;    ///< by which tissue that does not wind is turned along
    Vec3 steady_direction;     ///< from which the hand has not turned
    int steady_ticks = 0;      ///< for so long
    Vec3 bone_looked_from;     ///< deflection of the tip when bone was last looked for
    /// Of the tissue at each station; none where it is elastic.
    std::vector<softbody::Relaxation> relaxation;
    double skin_clearance = 0.0;  ///< the free tip can move this far before it may touch
    std::shared_ptr<const TrackCoupling> coupling;
    std::shared_ptr<NextTrack> next_track;  ///< while one is being laid

    void hash(StateHasher& hasher) const;
};

struct NeedleSurroundings {
    const anatomy::Atlas* atlas = nullptr;
    const tissue::Site* site = nullptr;
    const tissue::MaterialTable* materials = nullptr;
    /// Displacement of each station of the present track by everything but the needle, from where
    /// it was when the track was laid.
    std::span<const Vec3> station_background;
    /// What the fingers load the patch with, for the course of a new track; none: nothing.
    std::span<const double> surface_N;
    /// Displacement of a skin point by the fingers, for the entry of a new track.
    Vec3 entry_background;
    const std::vector<tissue::TautBand>* bands = nullptr;
    /// The tube supports the shaft, so that it cannot buckle.
    bool is_in_guide_tube = false;
    /// How muscle grips the shaft: 1 at rest, 2 to 4 in and after a twitch.
    double muscle_grasp = 1.0;
    softbody::Scale scale{};
    /// A new track is laid in parts and in force kLayingTicks later (next_track.h), so that no step
    /// is long; otherwise all in the tick that begins it.
    bool lays_in_parts = false;
};

/// Advances the needling hand by one tick. The hand's ceilings: 2 N, 150 mm/s. Tool::None and
/// Tool::Swab let go of a needle that is in tissue: it stays there, held by friction.
/// With no `site`, or one that does not cover the entry, the tip stops at the skin and waits.
StepFacts step_needle(const events::NeedlingHand& command, const NeedleSpec& spec,
                      const NeedleSurroundings& around, NeedleState& state);

/// After a change of site: the present track in the new block, forces and place kept. Nothing
/// without a track. `around.site` is the new site.
void move_to_site(const NeedleSpec& spec, const NeedleSurroundings& around, NeedleState& state);

}  // namespace dryrun::needle
