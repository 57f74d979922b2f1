// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Finger pads pressing on the tissue, and what they feel.
//
// A pad is a cap of radius 8 mm on a compliant layer (Pawluk and Howe 1999), its contact
// integrated over 2 mm taxels: each taxel loads the surface patch by bilinear weights, so contact
// area, not node choice, sets the force. The hand presses with a commanded force and moves as fast
// as its damping lets it (admittance), so bone stalls it.
//
// Two pads share the press between them, and slide along the skin without friction. A pincer grip
// presses as two pads do; told to lift, it holds the skin and draws it up into a fold (pinch.h),
// and its pads stay where they took hold. The fold slips when it is pulled harder than the digits
// can hold, or dragged along; they take hold again after they have stopped lifting.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/vec3.h"
#include "events/input_sample.h"
#include "softbody/prony.h"
#include "tissue/site.h"

namespace dryrun::palpation {

inline constexpr int kTaxelsAcross = 7;
inline constexpr double kTaxelSize = 2.0;
inline constexpr int kTaxels = kTaxelsAcross * kTaxelsAcross;

/// What the tissue under the fingers remembers of their loads: it relaxes by one law, that of the
/// muscle which most of it is, at each point of the patch. What relaxes is the stress that is felt
/// (skin_memory.h).
struct SkinMemory {
    std::optional<tissue::SitePlace> place;  ///< of the patch it is of
    std::vector<Vec3> points;                ///< of that patch, on the resting skin
    softbody::RelaxationField felt_N;        ///< elastic, inward
    std::vector<double> share;               ///< the linear block's load over the felt one
    bool is_blank = true;                    ///< nothing is remembered
    std::vector<int> loaded;                 ///< work space: points of the patch that bear a load

    void hash(StateHasher& hasher) const;
};

/// What the taxels themselves remember, for what the patch's bricks cannot follow
/// (tissue/near_field.h). It goes with the pads, and is read anew from place to place as they
/// slide.
struct TaxelMemory {
    softbody::RelaxationField felt_N;  ///< elastic, inward, all pads' taxels
    std::vector<double> share;         ///< the linear block's load over the felt one
    softbody::RelaxationField before;  ///< work space

    void hash(StateHasher& hasher) const;
};

/// What a pincer grip has between its digits; a fold that slipped out of them is not taken up again
/// before they have stopped lifting.
enum class Fold : std::uint8_t { None, Held, Slipped };

/// The skin that a pincer grip holds, on the points of the patch (pinch.h).
struct HeldFold {
    Vec3 taken_at;                ///< where the hand was wanted when it took hold
    double height = 0.0;          ///< of the held skin above rest, its mean
    double lift_N = 0.0;          ///< felt by the hand
    double load_N = 0.0;          ///< on the linear block, which it raises as far
    double compliance = 1.0;      ///< mm of height by 1 N on the block
    std::vector<int> points;      ///< of the patch
    std::vector<double> weights;  ///< of the lift, one a point; their sum is one
    std::vector<double> moved;    ///< work space
};

/// What one pad does to the skin and feels of it.
struct PadContact {
    Vec3 centre;               ///< on the resting skin
    Vec3 normal;               ///< outward
    Vec3 across;               ///< unit, along the skin: taxels are numbered along it, then along
                               ///< normal × across
    double force_N = 0.0;      ///< below zero: it lifts
    double squeeze_N = 0.0;    ///< on a fold, against the other pad
    double indentation = 0.0;  ///< of the skin under the pad's centre; below zero: raised
    double stiffness_N_per_mm = 0.0;  ///< slope of force over indentation at this moment
    double peak_pressure_kPa = 0.0;
    double contact_area_mm2 = 0.0;
    std::array<double, kTaxels> taxel_kPa{};
};

/// Taxels of the pads on the points of the patch, made when the pads move (contact.h).
struct PadGeometry;

struct FingerState {
    std::vector<PadContact> pads;   ///< empty when the hand is away
    std::vector<double> pad_depth;  ///< commanded-by-force position of each pad below the skin
    std::vector<double> taxel_N;    ///< felt, all pads' taxels, in order
    bool is_held = false;
    Fold fold = Fold::None;
    HeldFold held_fold;  ///< while `fold` is Held

    /// What the hand lifts a fold with.
    double lift_N() const { return fold == Fold::Held ? held_fold.lift_N : 0.0; }

    // The hand's memory, for this module.
    events::PadGrip grip = events::PadGrip::OnePad;
    Vec3 position;  ///< of the hand on the skin, after its ceilings
    Vec3 across{1.0, 0.0, 0.0};
    double spread = 20.0;
    double press_N = 0.0;                  ///< what the hand tries to press with
    double held_press_N = 0.0;             ///< when the hold began
    bool is_still = false;                 ///< nothing moved in the tick before
    bool is_out_of_room = false;           ///< the site has none for its pads where the hand wants
    std::vector<double> taxel_background;  ///< that the last solution knew
    std::vector<double> taxel_load_N;      ///< equivalent loads on the linear block (contact.h)
    std::optional<tissue::SitePlace> place;
    std::vector<std::shared_ptr<PadGeometry>> geometry;     ///< one a pad, not changed once laid
    std::vector<std::shared_ptr<PadGeometry>> laid_before;  ///< what the next ones are laid into
    SkinMemory memory;
    TaxelMemory taxel_memory;
    std::vector<double> felt_N;  ///< work space: on the points of the patch, of one tick

    void hash(StateHasher& hasher) const;
};

/// Advances the palpating hand by one tick. `background` is the inward displacement of each
/// surface patch point by everything but the fingers (needle, twitch); `relaxation` is the law by
/// which pressed tissue gives way. Returns the load on each patch point, N inward, in `surface_N`:
/// the load on the linear block that displaces it as the pads do and did. It is below the pads'
/// force where tissue is squeezed and stiffens, above where it has been pressed for a while, and
/// stays for a while when the hand has gone.
///
/// A pad that leaves the patch stops at its edge, one put down there touches nothing, and two are
/// nearer together than commanded, until the session gives a site that has room for them
/// (`is_out_of_room`); on a change of site the pads keep their force. A held hand that the new site
/// does not reach keeps its pads and loads nothing.
void step_fingers(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                  const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
                  std::span<const double> background, FingerState& state,
                  std::vector<double>& surface_N);

}  // namespace dryrun::palpation
