// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needling sites, one muscle a file in assets/sites: how the patient lies, which needle, which
// angle, what stops it, what is at risk, where its trigger points send pain. Where a trigger point
// lies stands with its muscle in assets/anatomy/back.json. docs/sites.md explains the keys.
//
// A source prints an angle either from the skin (0 along it) or from its normal; each row says
// which, and everything else counts from the normal (`tilt_deg`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/anchor.h"
#include "anatomy/body.h"
#include "core/result.h"

namespace dryrun::approach {

struct Span {
    double low = 0.0;
    double high = 0.0;
    bool contains(double value, double tolerance = 0.0) const {
        return value >= low - tolerance && value <= high + tolerance;
    }
};

enum class CountedFrom : std::uint8_t { Skin, Normal };

/// An angle as its source prints it.
struct PrintedAngle {
    Span angle_deg;
    CountedFrom counted_from = CountedFrom::Skin;
    double tolerance_deg = 0.0;  ///< by which a single printed figure is widened (ASSUMED)
};
/// The same, counted from the normal and widened, within 0 to 90.
Span tilt_deg_of(const PrintedAngle& printed);

/// Which directions a site allows, seen from where the needle enters.
struct AngleRule {
    PrintedAngle printed;
    Span tilt_deg;
    Span medial_deg{-90.0, 90.0};  ///< of the component towards the midline (line.h: Tilt)
    Span caudal_deg{-90.0, 90.0};
    bool is_never_caudal_medial = false;
    /// Beside the midline the skin dips into a furrow: its sideways lean does not count then.
    bool is_from_sagittal = false;
    std::optional<double> most_anterior_deg;     ///< out of the frontal plane
    std::optional<double> along_rib_within_deg;  ///< of the run of the nearest rib
    std::optional<Span> entry_lateral;           ///< of the midline, at a stature of 1750 mm
    std::string words;
};

enum class Grip : std::uint8_t { Flat, Pincer };

enum class HubRule : std::uint8_t {
    HubSafe,           ///< no other needle is offered
    StopDepth,         ///< else a stated stop depth with a finger stop
    StopShortOfDigit,  ///< in a fold: short of the opposite digit
};

struct DepthLimit {
    std::optional<double> depth;      ///< perpendicular to the skin
    std::optional<double> up_to_bmi;  ///< holds to this body mass index; else always
    bool stops_at_bone = false;
};

/// How far the hand may stray from the plan before the line is unsafe, and in which directions:
/// "any", "medial", "lateral", "caudal", "cranial", "anterior" and pairs such as "caudal_medial".
struct Deviation {
    double most_deg = 0.0;
    std::vector<std::string> toward;
};

/// Where the patient says it goes when the point is pressed.
struct Referral {
    std::string words;
    std::vector<std::vector<anatomy::Anchor>> areas;  ///< outlines on the skin of the same side
    std::vector<std::string> elsewhere;               ///< off the modelled region
};

struct PrintedDepth {
    std::vector<double> body_mass_index;
    std::vector<double> depth;
};

struct SitePoint {
    std::string name;  ///< as in the atlas: "TrP1"
    AngleRule angle;
    std::optional<PrintedDepth> printed_depth;
    Referral referral;
};

struct Site {
    std::string muscle;  ///< without side
    std::string title;
    std::vector<std::string> postures;  ///< the first is the usual one; "side-lying" without side
    std::string position_words;
    std::vector<double> lengths;  ///< of the needles used
    std::vector<double> diameters;
    Grip grip = Grip::Flat;
    double lift = 0.0;  ///< of the fold, for a pincer grip
    std::string hand_words;
    std::vector<std::string> backdrop_bones;  ///< names begin so; empty: any bone
    bool is_backdrop_required = false;
    std::string backdrop_words;
    DepthLimit limit;
    Deviation deviation;
    HubRule hub = HubRule::HubSafe;
    std::vector<std::string> at_risk;       ///< structures of the atlas, without side
    std::vector<std::string> not_modelled;  ///< others, in words
    double extent_along = 0.0;              ///< of a trigger point, along the fibres
    double extent_across = 0.0;
    /// Landmarks, without side, by which texts say where its trigger points lie; may be none.
    std::vector<std::string> found_by;
    std::vector<SitePoint> points;
};

/// Errors: unknown or missing keys, an angle whose tilt does not follow from what is printed, a
/// range upside down.
Result<Site> parse_site(std::string_view text, const std::string& place);
/// All of assets/sites, by file name. Errors: those of parse_site, a muscle twice.
Result<std::vector<Site>> read_shipped_sites();

const SitePoint* find_point(const Site& site, std::string_view name);
/// The site of a muscle named with or without its side; null where there is none.
const Site* find_site(const std::vector<Site>& sites, std::string_view muscle);
/// "muscle.x.right" → "right"; empty where it names no side.
std::string_view side_of(std::string_view muscle);
/// A posture of a site's row for a muscle of that side: lying on the other side.
anatomy::Posture posture_for(const std::string& posture, std::string_view side);

}  // namespace dryrun::approach
