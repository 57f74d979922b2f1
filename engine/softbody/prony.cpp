// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/prony.h"

#include <algorithm>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::softbody {

double remaining(std::span<const PronyTerm> terms, double time_s) {
    double left = 1.0;
    for (const PronyTerm& term : terms)
        left -= term.share * (1.0 - det::exp(-time_s / term.time_s));
    return left;
}

// Steps are mostly alike: the exponentials are kept from one to the next.
void Relaxation::prepare(double over_s) {
    if (over_s == kept_for_s_) return;
    kept_for_s_ = over_s;
    for (std::size_t i = 0; i < terms_.size(); ++i)
        kept_[i] = over_s > 0.0 ? det::exp(-over_s / terms_[i].time_s) : 1.0;
}

double Relaxation::advance(double elastic, double over_s) {
    prepare(over_s);
    if (over_s > 0.0) {
        const double rate = (elastic - elastic_) / over_s;
        for (std::size_t i = 0; i < terms_.size(); ++i) {
            // lag' = (elastic − lag) / τ: it runs after an even rise at the distance rate · τ.
            const double behind = rate * terms_[i].time_s;
            lag_[i] = elastic - behind + (lag_[i] - elastic_ + behind) * kept_[i];
        }
    }
    elastic_ = elastic;
    double stress = elastic;
    for (std::size_t i = 0; i < terms_.size(); ++i) stress -= terms_[i].share * lag_[i];
    return at_once_ * stress;
}

Relaxation::Step Relaxation::next(double over_s) {
    prepare(over_s);
    Step step;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        const double kept = kept_[i];
        // The lag behind a rise of one in this step; 0 is all of it.
        const double behind = over_s > 0.0 ? (1.0 - kept) * terms_[i].time_s / over_s : 1.0;
        const double share = terms_[i].share;
        step.now -= share * (1.0 - behind);
        step.before -= share * (lag_[i] * kept + elastic_ * (behind - kept));
    }
    step.now *= at_once_;
    step.before *= at_once_;
    return step;
}

RelaxationField::RelaxationField(std::span<const PronyTerm> terms, double reference_s,
                                 std::size_t places, double step_s)
    : at_once_(1.0 / remaining(terms, reference_s)),
      lag_(terms.size() * places, 0.0),
      elastic_(places, 0.0),
      is_used_(places, 0) {
    for (const PronyTerm& term : terms) {
        const double kept = det::exp(-step_s / term.time_s);
        terms_.push_back({term.share, kept, (1.0 - kept) * term.time_s / step_s});
        now_ -= term.share * (1.0 - terms_.back().behind);
    }
    now_ *= at_once_;
}

double RelaxationField::before(std::size_t place) const {
    if (is_used_[place] == 0) return 0.0;
    double sum = 0.0;
    const double* lag = lag_.data() + place * terms_.size();
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        const Term& term = terms_[i];
        sum -= term.share * (lag[i] * term.kept + elastic_[place] * (term.behind - term.kept));
    }
    return at_once_ * sum;
}

void RelaxationField::advance(std::size_t place, double elastic) {
    if (is_used_[place] == 0 && elastic == 0.0) return;
    is_used_[place] = 1;
    double* lag = lag_.data() + place * terms_.size();
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        const Term& term = terms_[i];
        lag[i] = lag[i] * term.kept + elastic_[place] * (term.behind - term.kept) +
                 elastic * (1.0 - term.behind);
    }
    elastic_[place] = elastic;
}

void RelaxationField::inherit(std::size_t place, const RelaxationField& other, std::size_t from,
                              double share) {
    DRYRUN_ASSERT(other.terms_.size() == terms_.size());
    is_used_[place] = is_used_[place] | other.is_used_[from];
    elastic_[place] += share * other.elastic_[from];
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        lag_[place * terms_.size() + i] += share * other.lag_[from * terms_.size() + i];
    }
}

void RelaxationField::forget(std::size_t first, std::size_t count) {
    std::fill_n(lag_.data() + first * terms_.size(), count * terms_.size(), 0.0);
    std::fill_n(elastic_.data() + first, count, 0.0);
    std::fill_n(is_used_.data() + first, count, static_cast<unsigned char>(0));
}

bool RelaxationField::remembers(double least) {
    const auto is_more = [&](double value) { return value > least || value < -least; };
    if (std::any_of(lag_.begin(), lag_.end(), is_more)) return true;
    if (std::any_of(elastic_.begin(), elastic_.end(), is_more)) return true;
    forget(0, places());
    return false;
}

}  // namespace dryrun::softbody
