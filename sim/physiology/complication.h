// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What needling can do besides: bleeding and bruising, nerve contact, a punctured vessel,
// pneumothorax. Whether something was touched is geometry; what comes of it is drawn from the seed.
// Nothing here enters a measure of technique: those go by the geometry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/vec3.h"

namespace dryrun::physiology {

struct ComplicationParameters {
    // Of a treatment of sound technique to which none of the odds applies: derived, so that a
    // cohort of the shares below comes to the published rates.
    double bleeding = 0.086;  ///< at exit
    double bruise = 0.065;
    double odds_thick_needle = 1.2;  ///< 0.30 mm and more against 0.25 mm
    double odds_vessel = 1.3;        ///< deep or venous
    double odds_unpressed = 2.0;
    double odds_antithrombotic = 2.0;
    double odds_many_strokes = 1.5;  ///< more than 15
    // Of the treatments behind the published rates.
    double share_thick_needle = 0.5;
    double share_vessel = 0.1;
    double share_antithrombotic = 0.05;
    double nerve_reach = 0.5;  ///< from the trunk's surface
    double nerve_chance = 0.382;
    double pneumothorax_parietal = 0.1;  ///< past the parietal pleura only; past the visceral: 1
    double onset_at_once = 0.4;
    double onset_by_24_h = 0.4;  ///< else by 48 h
};
Result<ComplicationParameters> read_complication_parameters();

/// The chance without any of the odds, where treatments of those shares come to `published`: odds
/// laid over the published rate itself would count them twice.
double chance_without_odds(double published, const ComplicationParameters& parameters);

/// What one insertion did, from puncture to exit.
struct InsertionExposure {
    std::int64_t number = 0;  ///< of this insertion in the attempt
    double needle_diameter = 0.25;
    std::int64_t strokes = 0;
    bool has_hit_vessel = false;
    bool is_antithrombotic = false;  ///< the patient takes one
};

/// One of the treatments behind the published rates.
InsertionExposure draw_published_exposure(const ComplicationParameters& parameters,
                                          std::uint64_t seed);

enum class BleedingGrade : std::uint8_t { None, Spot, Ooze };
std::string_view name_of(BleedingGrade grade);  ///< "none", "spot", "ooze"

/// Seen when the needle is out.
BleedingGrade draw_bleeding(const InsertionExposure& exposure,
                            const ComplicationParameters& parameters, std::uint64_t seed);
/// Width of the bruise, 0 for none; decided when the exit was pressed or left unpressed.
double draw_bruise(const InsertionExposure& exposure, bool was_pressed,
                   const ComplicationParameters& parameters, std::uint64_t seed);

/// Tissue the tip is in or near, tick by tick.
struct ContactState {
    std::vector<anatomy::StructureId> nerves_near;   ///< not left by 3 mm since their draw
    std::vector<anatomy::StructureId> nerves_aside;  ///< slid aside from this insertion's needle
    std::vector<anatomy::StructureId> vessels_in;
    std::int64_t nerve_draws = 0;
    bool is_pleura_passed = false;  ///< parietal, in this attempt
    bool is_lung_passed = false;    ///< visceral
    bool has_pneumothorax = false;
    bool has_entered_canal = false;
    bool has_entered_kidney = false;
    Vec3 looked_from{1e9, 1e9, 1e9};  ///< where neighbours were last asked for
    void leave_skin();                ///< the needle is out: what it met is forgotten
    void hash(StateHasher& hasher) const;
};
struct ContactFacts {
    std::vector<anatomy::StructureId> nerves;   ///< contacted now: electric pain
    std::vector<anatomy::StructureId> vessels;  ///< punctured now
    bool has_passed_pleura = false;             ///< parietal, now, first time
    bool has_entered_canal = false;             ///< now, first time
    bool has_entered_kidney = false;
    std::optional<std::string> pneumothorax;  ///< its onset: "immediate", "within_24_h", …
};
/// `inside`: what holds the tip in resting tissue.
ContactFacts follow_contacts(const anatomy::Atlas& atlas, const Vec3& tip,
                             std::optional<anatomy::StructureId> inside,
                             const ComplicationParameters& parameters, std::uint64_t seed,
                             ContactState& state);

}  // namespace dryrun::physiology
