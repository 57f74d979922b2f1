// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What needling a trigger point changes, at once: its threshold rises, its endplates fall quieter,
// its band slackens, the painful movement hurts less; blood flow is up for a quarter of an hour.
// Not in everybody: who does not respond changes as with a sham needle. Sizes and their sources are
// rows of assets/physiology/treatment.json.
#pragma once

#include <cstdint>

#include "core/result.h"

namespace dryrun::physiology {

struct TreatmentParameters {
    double least_dose = 0.3;
    double responders = 0.79;
    double threshold_change_kPa = 95.6;
    double threshold_spread_kPa = 40.0;
    double noise_share = 0.446;
    double noise_spread = 0.16;
    double stiffness_share = 0.85;
    double pain_change_nrs = 1.0;
    double twitch_change_nrs = 2.03;
    double pain_spread_nrs = 1.0;
    double sham_change_nrs = 0.3;
    double sham_spread_nrs = 0.9;
    double pain_with_noise = 0.685;
    double blood_flow_s = 900.0;
};
Result<TreatmentParameters> read_treatment_parameters();

struct PointResponse {
    int point = 0;
    bool is_responder = false;
    double threshold_change_kPa = 0.0;
    double noise_share = 1.0;      ///< of the endplate noise before
    double stiffness_share = 1.0;  ///< of the band's before
    double pain_change_nrs = 0.0;  ///< taken off the painful movement
    double blood_flow_s = 0.0;     ///< for which it is raised
};
PointResponse draw_response(int point, bool has_twitched, const TreatmentParameters& parameters,
                            std::uint64_t seed);
/// What is taken off the painful movement where no point was needled: rest, words, or a sham.
double draw_untreated_change_nrs(const TreatmentParameters& parameters, std::uint64_t seed);

}  // namespace dryrun::physiology
