// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The rows of assets/anatomy/back.json: which sheets lie on the frame of bones, in which order, how
// thick, along which fibres; tubes; and the coverings. Everything is for one side and for a stature
// of 1750 mm; lengths grow with stature. docs/anatomy.md explains the keys.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "anatomy/anchor.h"
#include "anatomy/atlas.h"
#include "core/result.h"

namespace dryrun::anatomy {

/// A thickness as published for a body mass index of 22 kg/m², with its spread between people.
struct ThicknessRow {
    double male = 0.0;
    double female = 0.0;
    double sd_male = 0.0;
    double sd_female = 0.0;
    double per_body_mass_index = 0.0;  ///< share by which it grows per kg/m²
};

/// Piecewise straight: pairs (x, y) with rising x.
using Table = std::vector<std::pair<double, double>>;
double interpolate(const Table& table, double x);

struct TriggerPointRow {
    std::string name;
    Anchor at;
};

struct SheetRow {
    std::string name;  ///< without side
    Tissue tissue = Tissue::Muscle;
    bool is_sided = true;
    /// From origin to insertion, each along the muscle's width; fibres run from curve to curve.
    std::vector<std::vector<Anchor>> curves;
    /// Over how many millimetres it thins out to nothing: at the origin, the insertion, and the
    /// sides where the curves begin and end.
    double taper_origin = 8.0;
    double taper_insertion = 8.0;
    double taper_begin = 8.0;
    double taper_end = 8.0;
    std::optional<ThicknessRow> thickness;
    Table along{{0.0, 1.0}};  ///< factor on the thickness by share of the fibre from the origin
    /// Fills the room up to a surface of the skeleton before its own thickness is added.
    enum class FillTo {
        Nothing,
        SpinousTips,
        ScapulaInner,  ///< its costal face, going on beyond it
        ScapulaBlade,  ///< the same and the blade's thickness
        Frame,         ///< from bone to bone over loin and flank
        ScapulaOuter,  ///< over whatever of it sticks out, rounded
        Bones,         ///< over whatever bone sticks out, rounded
        Hollows,       ///< from muscle or bone to the next, where less than twice `fill_hollows`
    };
    FillTo fill_to = FillTo::Nothing;
    double fill_plus = 0.0;
    double fill_hollows = 0.0;
    Table fill_along{{0.0, 1.0}};  ///< share of the room it fills, by share of the fibre
    Table fill_across{
        {0.0, 1.0}};  ///< a factor on that, from where its curves begin to where they end
    /// A part of it with a thickness of its own: its share along the fibre, and across the width.
    std::optional<ThicknessRow> part;
    Table part_along{{0.0, 1.0}};
    Table part_across{{0.0, 1.0}};
    /// A structure that takes the sheet's place within `medial_within` of the midline.
    double fibre_medial_deg = 0.0;  ///< fibres lean this far inwards from the run of the curves
    std::string medial_name;
    Tissue medial_tissue = Tissue::Other;
    double medial_within = 0.0;
    /// Its fibres run from the spine to the scapula: it is drawn out and gathered with that, and
    /// keeps its volume.
    bool follows_scapula = false;
    /// How long its tendon or aponeurosis is at each end, by share of its width; none: no tendon.
    Table tendon_origin;
    Table tendon_insertion;
    std::vector<TriggerPointRow> trigger_points;
};

/// What a tube may lie under but a sheet: the plane of ribs and spine, or the wall of chest and
/// loin.
inline constexpr const char* kUnderBase = "base";
inline constexpr const char* kUnderWall = "wall";

/// A nerve or vessel, or a kidney, which is a short thick one.
struct TubeRow {
    std::string name;
    Tissue tissue = Tissue::Nerve;
    double radius = 1.0;
    bool is_hazard = true;
    std::vector<Anchor> path;
    double with_diaphragm = 0.0;  ///< moves with it in breathing, by this share
    std::string under;            ///< its path lies `below` the deep face of this sheet
    double below = 0.0;
    int first_rib = 0;  ///< or below the lower edge of ribs first to last, one tube each
    int last_rib = 0;
    double below_rib = 0.0;  ///< from the rib's centreline down
    double above_pleura = 0.0;
};

struct FatRow {
    Table mean;  ///< thickness by body mass index, men
    Table sd;
    double female_plus = 0.0;
};

/// Over the upper and over the lower back; between two levels the one goes over into the other.
struct CoveringRows {
    ThicknessRow skin;
    ThicknessRow skin_lower;
    ThicknessRow fascia;
    FatRow fat;
    FatRow fat_lower;
    Anchor upper_above;
    Anchor lower_below;
    double fat_least_share = 0.0;  ///< of its usual thickness, over what sticks out
    double smoothing = 0.0;        ///< radius over which fat evens out the skin
    double hollows = 0.0;          ///< half as wide as the hollows that fat fills ...
    double hollow_fat_most = 0.0;  ///< ... by this at most ...
    Range furrow;  ///< ... from here to there beside the midline, where skin is tied to the spine
};

/// Where nothing holds the wall at the plane of the bones: between rib 12 and the iliac crest, and
/// at the sides of the neck.
struct HollowRow {
    std::string name;
    Table below;  ///< how far in front of that plane, by lateral distance
    std::vector<Anchor> upper;
    std::vector<Anchor> lower;
};

struct ChestWallRows {
    double endothoracic = 0.0;  ///< between rib and pleura
    double endothoracic_per_body_mass_index = 0.0;
    double pleura = 0.0;  ///< thickness
    Table beside_spine;   ///< pleura below the back of the transverse processes by lateral distance
    double beside_spine_sd = 0.0;  ///< part of it, between people
    double scapula_blade = 0.0;    ///< thickness
    double paravertebral_within = 0.0;
    /// Lower edges of lung and pleura and the pleura's upper one, from the midline outwards.
    std::vector<Anchor> lung_low;
    std::vector<Anchor> pleura_low;
    std::vector<Anchor> pleura_high;
    double diaphragm_down = 0.0;            ///< from quiet breath out to all breathed in
    double lung_edge_with_diaphragm = 0.0;  ///< share of that
    double intercostal_fibre_deg = 0.0;     ///< from the cranial direction, positive to the side
};

struct RegionRow {
    double half_width = 0.0;  ///< along the chart
    Anchor above;             ///< in the neck
    Anchor below;
    double neck_half_width = 0.0;
    std::vector<Anchor> neck_edge;   ///< the edge from the side of the neck to the shoulder
    double shoulder_from = 0.0;      ///< from here on it lies on the shoulder
    double shoulder_turn_deg = 0.0;  ///< how far over the shoulder the region goes
};

struct BackRows {
    RegionRow region;
    CoveringRows covering;
    ChestWallRows chest_wall;
    std::vector<HollowRow> hollows;
    std::vector<SheetRow> sheets;  ///< from deep to superficial
    std::vector<TubeRow> tubes;
};

/// Errors: a missing or malformed file, unknown keys, numbers out of range, two rows of one name.
Result<BackRows> read_back_rows(const std::string& path);

}  // namespace dryrun::anatomy
