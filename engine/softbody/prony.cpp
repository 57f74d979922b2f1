// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/prony.h"

#include "core/deterministic_math.h"

namespace dryrun::softbody {

double Relaxation::advance(double elastic, double over_s) {
    if (over_s > 0.0) {
        const double rate = (elastic - elastic_) / over_s;
        for (std::size_t i = 0; i < terms_.size(); ++i) {
            // lag' = (elastic − lag) / τ: it runs after an even rise at the distance rate · τ.
            const double behind = rate * terms_[i].time_s;
            const double kept = det::exp(-over_s / terms_[i].time_s);
            lag_[i] = elastic - behind + (lag_[i] - elastic_ + behind) * kept;
        }
    }
    elastic_ = elastic;
    double stress = elastic;
    for (std::size_t i = 0; i < terms_.size(); ++i) stress -= terms_[i].share * lag_[i];
    return stress;
}

Relaxation::Step Relaxation::next(double over_s) const {
    Step step;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        const double kept = over_s > 0.0 ? det::exp(-over_s / terms_[i].time_s) : 1.0;
        // The lag behind a rise of one in this step; 0 is all of it.
        const double behind = over_s > 0.0 ? (1.0 - kept) * terms_[i].time_s / over_s : 1.0;
        const double share = terms_[i].share;
        step.now -= share * (1.0 - behind);
        step.before -= share * (lag_[i] * kept + elastic_ * (behind - kept));
    }
    return step;
}

}  // namespace dryrun::softbody
