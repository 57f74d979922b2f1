// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Trigger points and their decoys: where a scenario puts them in this body, and the taut band each
// lies in.
//
// The author names a muscle and a usual site; the seed moves the point by a normal offset over the
// skin and in depth, capped at 1.5 standard deviations and kept inside the muscle. The band follows
// the muscle's fibres through the point. Lengths mm, pressures kPa.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"
#include "tissue/site.h"

namespace dryrun::physiology {

enum class PointKind : std::uint8_t {
    Active,      ///< band, nodule, tender; reproduces the pain the patient came with
    Latent,      ///< band, nodule, tender; a pain the patient does not know
    BandOnly,    ///< decoy: a taut band that does not hurt
    TenderOnly,  ///< decoy: a tender spot without a band
};
std::string_view name_of(PointKind kind);

/// A trigger point as the author of a scenario places it.
struct TriggerPointPlacement {
    std::string muscle;         ///< "muscle.rhomboid_major.right"
    std::string site = "TrP1";  ///< a trigger-point site of that muscle in the atlas
    PointKind kind = PointKind::Active;
    double spread = 10.0;          ///< standard deviation over the skin, per axis
    double depth_spread = 1.0;     ///< standard deviation in depth
    double stiffness_ratio = 2.0;  ///< of the band over its muscle
    double band_radius = 2.5;
    double band_length = 50.0;
};

/// Pressure at which pain begins, by an algometer tip of 1 cm².
struct PressureThresholds {
    double healthy_kPa = 300.0;
    double latent_kPa = 240.0;
    double active_kPa = 195.0;
};

struct TriggerPoint {
    std::string name;  ///< "muscle.rhomboid_major.right.TrP1", unique in a scenario
    std::string site;  ///< "TrP1", as it was placed
    anatomy::StructureId muscle{};
    PointKind kind = PointKind::Active;
    Vec3 centre;         ///< of the nodule, in resting tissue
    Vec3 fibre;          ///< unit direction of the band there
    Vec3 on_skin;        ///< the skin above it
    Vec3 skin_normal;    ///< outward, there
    double depth = 0.0;  ///< of the centre, perpendicular to the skin
    double threshold_kPa = 195.0;
    bool has_band = true;
    tissue::TautBand band;  ///< empty centreline where there is none
    void hash(StateHasher& hasher) const;
};

/// Errors name the placement by its index: an unknown muscle or site, a place outside the muscle.
/// `shift` (LPS) moves every point before it is laid into its muscle; a door for tests.
Result<std::vector<TriggerPoint>> place_trigger_points(
    const anatomy::Atlas& atlas, std::span<const TriggerPointPlacement> placements,
    const PressureThresholds& thresholds, std::uint64_t seed, const Vec3& shift = {});

/// The bands of the points that have one, in the points' order; `band_of[i]` (if given) receives
/// the index of point i's band, −1 for none.
std::vector<tissue::TautBand> bands_of(std::span<const TriggerPoint> points,
                                       std::vector<int>* band_of = nullptr);

/// Distance to the point's centre in which a millimetre along the fibres counts a third: the
/// distance that twitch and site error go by.
double anisotropic_distance(const TriggerPoint& point, const Vec3& at);

/// The same from a mark on the skin, seen along the skin's normal.
double distance_on_skin(const TriggerPoint& point, const Vec3& on_skin);

/// distance_on_skin() to the nearest active point; infinity where there is none.
double site_error(std::span<const TriggerPoint> points, const Vec3& on_skin);

}  // namespace dryrun::physiology
