// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/friction.h"

#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::softbody {
namespace {

constexpr double kMostGrowth = 1.3;
constexpr double kLog10 = 2.302585092994046;
constexpr int kMostEvents = 8;  // in one step

}  // namespace

double most_at(const FrictionLaw& law, const FrictionLimit& limit, double speed_mm_s) {
    const double speed = std::fabs(speed_mm_s);
    const double fast = speed > 1.0 ? speed : 1.0;
    const double growth =
        det::clamp(1.0 + law.growth_per_decade * det::log(fast) / kLog10, 1.0, kMostGrowth);
    const double left =
        law.waning_mm_s > 0.0 ? det::exp(-speed / law.waning_mm_s) : (speed > 0.0 ? 0.0 : 1.0);
    return law.scale * (limit.kinetic * growth + (limit.at_rest - limit.kinetic) * left);
}

// How much of the step it still sticks: all of it, or until the spring pulls harder than it holds.
double Slider::rest_of_stick(double step_s) const {
    const double most = most_at(law_, set_.limit, 0.0);
    const double pull = spring_N();
    const double rate = set_.spring_N_per_mm * set_.drive_mm_s;
    if (std::fabs(pull) > most) return 0.0;
    if (rate == 0.0) return step_s;
    const double until = ((rate > 0.0 ? most : -most) - pull) / rate;
    return until < step_s ? until : step_s;
}

// The implicit midpoint rule, up to where the speed changes its sign; gives how far it came.
double Slider::slide(double step_s) {
    const double mass = set_.mass_g * 1e-6;  // N s²/mm
    const double k = set_.spring_N_per_mm, c = set_.viscous_Ns_per_mm;
    // What has come loose slides, however slowly.
    const double sliding = speed_ != 0.0 ? speed_ : 1e-300;
    const double friction = sense_ * most_at(law_, set_.limit, sliding);
    const auto after = [&](double h) {
        const double pull = spring_N() + 0.5 * h * k * (set_.drive_mm_s - 0.5 * speed_) - friction;
        return ((mass - 0.5 * h * c) * speed_ + h * pull) / (mass + 0.5 * h * c + 0.25 * h * h * k);
    };
    double came = step_s;
    double next = after(step_s);
    if (next * sense_ < 0.0) {  // it stops on the way
        double low = 0.0, high = step_s;
        for (int i = 0; i < 60; ++i) {
            const double middle = 0.5 * (low + high);
            (after(middle) * sense_ < 0.0 ? high : low) = middle;
        }
        came = high;
        next = 0.0;
    }
    x_ += 0.5 * came * (speed_ + next);
    time_ += came;
    speed_ = next;
    if (came < step_s) sense_ = 0.0;
    return came;
}

void Slider::advance(double step_s) {
    double left = step_s;
    for (int i = 0; i < kMostEvents && left > 0.0; ++i) {
        if (sense_ != 0.0) {
            left -= slide(left);
            continue;
        }
        const double stuck = rest_of_stick(left);
        time_ += stuck;
        left -= stuck;
        if (left <= 0.0) return;
        sense_ = spring_N() > 0.0 ? 1.0 : -1.0;
        if (loosened_) period_ = time_ - *loosened_;
        loosened_ = time_;
    }
    time_ += left > 0.0 ? left : 0.0;
}

}  // namespace dryrun::softbody
