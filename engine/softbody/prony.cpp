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

}  // namespace dryrun::softbody
