// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Stress that relaxes: G(t) = G₀ (1 − Σ gᵢ (1 − exp(−t/τᵢ))), on the whole elastic stress. Exact
// where the elastic stress changes evenly between two moments, however long.
#pragma once

#include <span>
#include <vector>

namespace dryrun::softbody {

struct PronyTerm {
    double share = 0.0;   ///< gᵢ, 0 to 1; all together below 1
    double time_s = 1.0;  ///< τᵢ
};

class Relaxation {
  public:
    explicit Relaxation(std::span<const PronyTerm> terms)
        : terms_(terms.begin(), terms.end()), lag_(terms.size(), 0.0) {}

    /// The elastic stress goes evenly to `elastic` over `over_s` (0: at once). Gives the stress.
    double advance(double elastic, double over_s);

    /// The stress after the next such step, of the elastic stress at its end: now · elastic +
    /// before.
    struct Step {
        double now = 1.0;
        double before = 0.0;
    };
    Step next(double over_s) const;

    bool is_elastic() const { return terms_.empty(); }
    std::span<const double> lags() const { return lag_; }
    double elastic() const { return elastic_; }

  private:
    std::vector<PronyTerm> terms_;
    std::vector<double> lag_;  // follows the elastic stress, each with its own time
    double elastic_ = 0.0;
};

}  // namespace dryrun::softbody
