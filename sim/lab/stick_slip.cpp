// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A mass on a driven spring that sticks and slips: the needle's friction law without its give,
// its waning with speed and its growth.
#include <cmath>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "softbody/friction.h"

namespace dryrun::lab {
namespace {

constexpr double kRow_s = 1e-3;
constexpr int kFewestSteps = 20;         // in a row
constexpr int kMostSteps = 20000;        // in a row
constexpr double kStepsACycle = 2000.0;  // of the free swing

}  // namespace

Result<Json> run_stick_slip(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    softbody::Slider::Set set;
    set.mass_g = request.number("mass_g", {1e-3, 1e6});
    set.spring_N_per_mm = request.number("spring_N_per_mm", {1e-6, 1e4});
    set.drive_mm_s = request.number("drive_mm_s", {-1e4, 1e4});
    set.limit.at_rest = request.number("static_N", {0.0, 1e6});
    set.limit.kinetic = request.number("kinetic_N", {0.0, 1e6});
    set.viscous_Ns_per_mm = request.number_or("viscous_Ns_per_mm", 0.0, {0.0, 1e6});
    const double time_s = request.number("time_s", {1e-3, 1000.0});
    if (set.limit.kinetic > set.limit.at_rest) request.fail("kinetic_N", "is more than static_N");
    request.finish();
    if (!request.status()) return request.status().error();
    const double swing_s = std::sqrt(set.mass_g * 1e-6 / set.spring_N_per_mm) * 6.283185307179586;
    const int steps = std::clamp(static_cast<int>(std::ceil(kRow_s * kStepsACycle / swing_s)),
                                 kFewestSteps, kMostSteps);
    watch.setup_ends();
    softbody::Slider slider(set, {0.0, 0.0, 0.0, scale.friction});
    Json curve = Json::array();
    const auto row = [&] {
        curve.push_back({slider.time_s(), slider.spring_N(), slider.speed_mm_s()});
    };
    row();
    const auto rows = static_cast<int>(std::floor(time_s / kRow_s + 1e-9));
    for (int i = 1; i <= rows; ++i) {
        for (int k = 0; k < steps; ++k) slider.advance(kRow_s / steps);
        row();
    }
    Json answer{{"curve", curve}, {"period_s", nullptr}};
    if (slider.period_s()) answer["period_s"] = *slider.period_s();
    return with_size(answer, {0, 1}, watch);
}

}  // namespace dryrun::lab
