// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Trigger points and their decoys: where a scenario puts them in this body, and the taut band each
// lies in. How large a point is and how loud its endplates are is drawn too, where the author does
// not say it (assets/physiology/trigger_points.json: value, source, grade).
//
// The author names a muscle and a usual site; the seed moves the point by a normal offset over the
// skin and in depth, capped at 1.5 standard deviations and kept inside the muscle. The band follows
// the muscle's fibres through the point. Lengths mm, pressures kPa.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
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
    std::optional<double> nodule_area_mm2;    ///< else drawn
    std::optional<double> threshold_kPa;      ///< of the point; else the patient's for its kind
    std::optional<double> endplate_noise_uV;  ///< else drawn
};

/// How points differ from one another, and what a needle electrode records of them.
struct PointParameters {
    double nodule_area_mm2 = 16.0;
    double nodule_area_spread_mm2 = 11.0;
    double nodule_aspect = 2.0;  ///< length along the fibres over width
    double endplate_noise_uV = 21.3;
    double endplate_noise_spread_uV = 9.5;
    double latent_noise_share = 0.5;   ///< of an active point's noise
    double zone_noise_chance = 0.364;  ///< that an endplate zone without a trigger point is loud
    double zone_noise_share = 0.5;
    double noise_reach = 2.0;  ///< of endplate noise about the point
    double rest_noise_uV = 2.0;
    double insertion_uV = 60.0;  ///< while the needle moves in muscle
    double twitch_uV = 400.0;    ///< burst of a twitch of strength 1 in its band
    double burst_least_s = 0.02;
    double burst_most_s = 0.08;
    double burst_reach = 6.0;  ///< of a burst across its band
};
Result<PointParameters> read_point_parameters();

/// A set of points that the seed draws: how many, of which kind, at which usual sites of these
/// muscles. Of those that are no decoys `active_share` are active, the others latent; decoys are
/// half bands, half tender spots.
struct DrawnPoints {
    std::vector<std::string> muscles;
    int least = 0;
    int most = 4;
    double active_share = 0.5;
    double decoy_share = 0.2;
};
/// No site twice. Errors: a muscle that this body lacks, or none that has a site.
Result<std::vector<TriggerPointPlacement>> draw_placements(const anatomy::Atlas& atlas,
                                                           const DrawnPoints& drawn,
                                                           std::uint64_t seed);

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
    double endplate_noise_uV = 0.0;  ///< root mean square at the core; 0: silent
    bool has_band = true;
    tissue::TautBand band;  ///< empty centreline where there is none
    void hash(StateHasher& hasher) const;
};

/// Errors name the placement by its index: an unknown muscle or site, a place outside the muscle.
/// `shift` (LPS) moves every point before it is laid into its muscle; a door for tests.
Result<std::vector<TriggerPoint>> place_trigger_points(
    const anatomy::Atlas& atlas, std::span<const TriggerPointPlacement> placements,
    const PressureThresholds& thresholds, const PointParameters& parameters, std::uint64_t seed,
    const Vec3& shift = {});

/// The bands of the points that have one, in the points' order; `band_of[i]` (if given) receives
/// the index of point i's band, −1 for none.
std::vector<tissue::TautBand> bands_of(std::span<const TriggerPoint> points,
                                       std::vector<int>* band_of = nullptr);

/// Endplate noise of an active point, whose standard normal draw is `drawn`.
double active_noise_uV(const PointParameters& parameters, double drawn);

/// Distance to the point's centre in which a millimetre along the fibres counts a third: the
/// distance that twitch and site error go by.
double anisotropic_distance(const TriggerPoint& point, const Vec3& at);

/// The same from a mark on the skin, seen along the skin's normal.
double distance_on_skin(const TriggerPoint& point, const Vec3& on_skin);

/// distance_on_skin() to the nearest active point; infinity where there is none.
double site_error(std::span<const TriggerPoint> points, const Vec3& on_skin);

}  // namespace dryrun::physiology
