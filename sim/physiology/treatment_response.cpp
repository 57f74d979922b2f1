// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/treatment_response.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "physiology/parameter_table.h"

namespace dryrun::physiology {
namespace {

constexpr double kMostSpreads = 2.0;
constexpr double kLeastShare = 0.05;

}  // namespace

Result<TreatmentParameters> read_treatment_parameters() {
    Result<ParameterTable> table = ParameterTable::read("treatment.json");
    if (!table) return table.error();
    TreatmentParameters p;
    p.least_dose = table->take("least_dose");
    p.responders = table->take("responders");
    p.threshold_change_kPa = table->take("threshold_change_kPa");
    p.threshold_spread_kPa = table->take("threshold_spread_kPa");
    p.noise_share = table->take("noise_share");
    p.noise_spread = table->take("noise_spread");
    p.stiffness_share = table->take("stiffness_share");
    p.pain_change_nrs = table->take("pain_change_nrs");
    p.twitch_change_nrs = table->take("twitch_change_nrs");
    p.pain_spread_nrs = table->take("pain_spread_nrs");
    p.sham_change_nrs = table->take("sham_change_nrs");
    p.sham_spread_nrs = table->take("sham_spread_nrs");
    p.pain_with_noise = table->take("pain_with_noise");
    p.blood_flow_s = table->take("blood_flow_s");
    if (const Status status = table->finish(); !status) return status.error();
    return p;
}

PointResponse draw_response(int point, bool has_twitched, const TreatmentParameters& parameters,
                            std::uint64_t seed) {
    const RandomStream stream(seed, "response to treatment");
    const auto number = static_cast<std::uint64_t>(point);
    const auto normal = [&](std::uint64_t what) {
        return det::clamp(stream.normal(number, what), -kMostSpreads, kMostSpreads);
    };
    PointResponse response;
    response.point = point;
    response.blood_flow_s = parameters.blood_flow_s;
    response.is_responder = stream.uniform(number, 0) < parameters.responders;
    // Endplates fell quieter in all that were needled (Chou 2009).
    const double quiet = normal(2);
    response.noise_share =
        std::max(kLeastShare, parameters.noise_share - parameters.noise_spread * quiet);
    if (!response.is_responder) {
        response.pain_change_nrs =
            parameters.sham_change_nrs + parameters.sham_spread_nrs * normal(1);
        return response;
    }
    // Who falls quieter hurts less, by the correlation that was found.
    const double r = parameters.pain_with_noise;
    const double eased = r * quiet + std::sqrt(1.0 - r * r) * normal(3);
    response.pain_change_nrs = parameters.pain_change_nrs +
                               (has_twitched ? parameters.twitch_change_nrs : 0.0) +
                               parameters.pain_spread_nrs * eased;
    response.threshold_change_kPa =
        parameters.threshold_change_kPa + parameters.threshold_spread_kPa * normal(4);
    response.stiffness_share = parameters.stiffness_share;
    return response;
}

double draw_untreated_change_nrs(const TreatmentParameters& parameters, std::uint64_t seed) {
    const RandomStream stream(seed, "change without treatment");
    return parameters.sham_change_nrs +
           parameters.sham_spread_nrs * det::clamp(stream.normal(0), -kMostSpreads, kMostSpreads);
}

}  // namespace dryrun::physiology
