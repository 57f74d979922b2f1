// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Raters: scripted people who palpate a patient of a cohort and say what they found, each for
// himself. They feel and hear what a session gives them, with the trainees' own press and belief;
// how they judge it and how they differ is in assets/physiology/raters.json.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "core/vec3.h"
#include "validation/study.h"

namespace dryrun::validation {

struct RaterSkill {
    double place = 3.0;          ///< spread of where the finger comes down, per axis
    double listening_nrs = 0.5;  ///< spread of a number as it is heard
    double judgement_nrs = 1.0;  ///< spread of the criterion from one patient to the next
};

struct RaterParameters {
    double press_N = 24.0;
    double press_spread = 0.29;  ///< between raters, of the logarithm
    RaterSkill expert;
    RaterSkill novice;
    double criterion_nrs = 1.5;
    double recognition_nrs = 2.0;
    double rib_press_N = 12.0;
    double rib_mark = 4.0;
    double confidence_spread = 1.0;
    double algometer_place = 3.0;
    double crest = 10.0;         ///< spread of the height at which the iliac crests are felt
    double learner_gain = 0.4;   ///< spread of the share by which a shaft is misjudged
    double learner_trial = 3.5;  ///< spread from trial to trial
    double learner_rate = 0.4;   ///< of the error that was told
};
Result<RaterParameters> read_rater_parameters();

/// A spot that may hold a trigger point, in the body of `atlas`.
struct RatedPatient {
    const anatomy::Atlas* atlas = nullptr;
    const anatomy::Atlas* textbook = nullptr;
    bool has_point = false;
    bool is_active = true;
    Vec3 shift;  ///< of the point from its usual place
    double threshold_scale = 1.0;
};

/// Whether a rater says that there is a trigger point. `seed` is of the rater's own fingers and of
/// the patient's answers to them.
Result<bool> rate_point(const RatedPatient& patient, const RaterSkill& skill,
                        const RaterParameters& parameters, std::uint64_t seed);

/// Hardest press of each of 14 observers over that of the lightest.
Result<double> spread_of_pressure(const RatedPatient& patient, const RaterParameters& parameters,
                                  std::uint64_t seed);

/// A rib felt for under the rhomboid, and where it was said to be.
struct RibFound {
    bool is_right = false;
    double confidence = 0.5;
    double muscle = 0.0;  ///< thickness of what lies between deep fascia and rib or pleura there
};
Result<RibFound> find_rib(const RatedPatient& patient, const RaterParameters& parameters,
                          std::uint64_t seed);

/// An algometer's reading at the point less that in healthy muscle, kPa; none where the patient
/// bore all that it gives.
Result<std::optional<double>> threshold_difference(const RatedPatient& patient,
                                                   const RaterParameters& parameters,
                                                   std::uint64_t seed);

/// Whether a lumbar spinous process is given its right name: it is counted from the one that lies
/// nearest to the felt height of the iliac crests, which is taken for L4.
bool names_level_right(const anatomy::Atlas& atlas, const RaterParameters& parameters,
                       std::uint64_t seed);

/// Of a synthetic learner's depth, in the first trial and in the last.
struct Learned {
    double before = 0.0;
    double after = 0.0;
};
/// Pushes a needle to an asked depth and is told the error, eight times (learner.cpp).
Result<Learned> learn_depth(const RatedPatient& patient, const RaterParameters& parameters,
                            std::uint64_t seed);

std::vector<Study> rater_studies();

}  // namespace dryrun::validation
