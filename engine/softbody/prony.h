// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Stress that relaxes: G(t) = G₀ (1 − Σ gᵢ (1 − exp(−t/τᵢ))), on the whole elastic stress. Exact
// where the elastic stress changes evenly between two moments, however long.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace dryrun::softbody {

struct PronyTerm {
    double share = 0.0;   ///< gᵢ, 0 to 1; all together below 1
    double time_s = 1.0;  ///< τᵢ
};

/// G(t) / G₀.
double remaining(std::span<const PronyTerm> terms, double time_s);

/// Elastic stress here is by the stiffness that is left `reference_s` after a strain came on at
/// once; with 0, by that at once, G₀.
class Relaxation {
  public:
    explicit Relaxation(std::span<const PronyTerm> terms, double reference_s = 0.0)
        : terms_(terms.begin(), terms.end()),
          at_once_(1.0 / remaining(terms, reference_s)),
          kept_(terms.size(), 1.0),
          lag_(terms.size(), 0.0) {}

    /// The elastic stress goes evenly to `elastic` over `over_s` (0: at once). Gives the stress.
    double advance(double elastic, double over_s);

    /// The stress after the next such step, of the elastic stress at its end: now · elastic +
    /// before.
    struct Step {
        double now = 1.0;
        double before = 0.0;
    };
    Step next(double over_s);

    std::span<const double> lags() const { return lag_; }
    double elastic() const { return elastic_; }

  private:
    void prepare(double over_s);

    std::vector<PronyTerm> terms_;
    double at_once_ = 1.0;      // G₀ over the stiffness of the elastic stress
    std::vector<double> kept_;  // of what was missing, after `kept_for_s_`
    double kept_for_s_ = 0.0;
    std::vector<double> lag_;  // follows the elastic stress, each with its own time
    double elastic_ = 0.0;
};

/// Many places that relax by one law in even steps: what `Relaxation` does, with nothing allocated
/// in a step and no exponential in it.
class RelaxationField {
  public:
    RelaxationField() = default;
    RelaxationField(std::span<const PronyTerm> terms, double reference_s, std::size_t places,
                    double step_s);

    /// The stress after the next step, of the elastic stress at its end: now · elastic + before.
    double now() const { return now_; }
    double before(std::size_t place) const;
    /// The elastic stress there goes evenly to `elastic` in one step.
    void advance(std::size_t place, double elastic);
    /// Takes `share` of what another field of the same law remembers of one of its places.
    void inherit(std::size_t place, const RelaxationField& other, std::size_t from, double share);

    /// What `count` places from the first on remember.
    void forget(std::size_t first, std::size_t count);

    std::size_t places() const { return elastic_.size(); }
    /// Whether any place remembers more than `least` of a stress; if not, all is forgotten.
    bool remembers(double least);
    std::span<const double> lags() const { return lag_; }
    std::span<const double> elastic() const { return elastic_; }

  private:
    struct Term {
        double share = 0.0;
        double kept = 1.0;    // of what was missing, after a step
        double behind = 1.0;  // of a rise of one within a step, at its end
    };
    std::vector<Term> terms_;
    double at_once_ = 1.0;
    double now_ = 1.0;
    std::vector<double> lag_;  // by place, then by term
    std::vector<double> elastic_;
    std::vector<unsigned char> is_used_;  // by place: not so, nothing has ever been stressed there
};

}  // namespace dryrun::softbody
