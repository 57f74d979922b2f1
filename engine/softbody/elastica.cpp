// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "softbody/elastica.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/deterministic_math.h"
#include "softbody/dense_lu.h"

namespace dryrun::softbody {
namespace {

constexpr std::size_t kArcs = kWireArcs;
constexpr std::size_t kPoints = 3;  // of Gauss along each arc
constexpr std::array<double, kPoints> kPlace = {0.1127016653792583, 0.5, 0.8872983346207417};
constexpr std::array<double, kPoints> kWeight = {5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0};
constexpr int kMostIterations = 40;

bool is_root_clamped(const Wire& wire) {
    return wire.ends != BeamEnds::PinnedPinned;
}
bool is_tip_clamped(const Wire& wire) {
    return wire.ends == BeamEnds::ClampedClamped;
}
bool is_tip_held(const Wire& wire) {
    return wire.ends != BeamEnds::ClampedFree;
}

struct Slopes {
    double sine, cosine, cosine_slope, sine_slope, cosine_curve, sine_curve;
};
Slopes slopes_of(double angle, bool is_small) {
    if (is_small) return {angle, 1.0 - 0.5 * angle * angle, -angle, 1.0, -1.0, 0.0};
    const double s = det::sin(angle), c = det::cos(angle);
    return {s, c, -s, c, -c, -s};
}

// The angle of the bow to the positive side that needs the least force.
double bow_angle(BeamEnds ends, double share) {
    switch (ends) {
        case BeamEnds::ClampedFree:
            return det::sin(0.5 * det::kPi * share);
        case BeamEnds::PinnedPinned:
            return det::cos(det::kPi * share);
        case BeamEnds::ClampedClamped:
            return det::sin(2.0 * det::kPi * share);
        case BeamEnds::ClampedPinned:
            break;
    }
    // tan k = k: y = sin k s − k cos k s + k (1 − s), to a factor.
    constexpr double kRoot = 4.493409457909064;
    const double slope =
        kRoot * det::cos(kRoot * share) + kRoot * kRoot * det::sin(kRoot * share) - kRoot;
    return slope / (kRoot * kRoot);
}

// Unknowns: the angles at the ends of the arcs, then what holds the tip.
class Balance {
  public:
    Balance(const Wire& wire, bool is_shortened)
        : wire_(wire), is_shortened_(is_shortened), h_(wire.length / kArcs) {
        size_ = kArcs + 1 + (is_tip_held(wire) ? 1 : 0) + (is_shortened ? 1 : 0);
        unknowns.assign(size_, 0.0);
    }

    std::vector<double> unknowns;  // angles, tip's lateral holding force, axial force

    // Newton's method from the unknowns as they are.
    bool find(const WireLoad& load) {
        for (int i = 0; i < kMostIterations; ++i) {
            build(load);
            double off = 0.0;
            for (std::size_t r = 0; r < size_; ++r) off = std::max(off, std::fabs(residual_[r]));
            std::vector<double> step = residual_;
            if (!solve_general(matrix_, size_, step)) return false;
            double longest = 0.0;
            for (std::size_t n = 0; n <= kArcs; ++n)
                longest = std::max(longest, std::fabs(step[n]));
            if (!std::isfinite(longest)) return false;
            const double part = longest > kLongest ? kLongest / longest : 1.0;
            for (std::size_t r = 0; r < size_; ++r) unknowns[r] -= part * step[r];
            if (longest < 1e-11) return true;
        }
        return false;
    }

    double lateral_holding() const { return is_tip_held(wire_) ? unknowns[kArcs + 1] : 0.0; }
    double axial_holding() const { return unknowns.back(); }

    // Inverse iteration: bending stiffness against what a unit of axial force takes from it.
    double least_axial_force() {
        build({});
        const std::vector<double> stiffness = matrix_;
        // Something of every shape: in a bed the wire may give way in many short waves.
        std::vector<double> bow(size_, 0.0);
        for (std::size_t n = 0; n <= kArcs; ++n) {
            const double share = static_cast<double>(n) / kArcs;
            bow[n] = bow_angle(wire_.ends, share) + det::sin(40.0 * share * share) + share;
        }
        double force = 0.0;
        for (int i = 0; i < 200; ++i) {
            std::vector<double> next = taken(bow);
            std::vector<double> matrix = stiffness;
            if (!solve_general(matrix, size_, next)) return 0.0;
            const double before = force;
            // Rayleigh's quotient: next K next over next G next, with K next = G bow.
            const std::vector<double> of_next = taken(next), of_bow = taken(bow);
            double energy = 0.0, weight = 0.0;
            for (std::size_t n = 0; n <= kArcs; ++n) {
                energy += next[n] * of_bow[n];
                weight += next[n] * of_next[n];
            }
            force = energy / weight;
            const double scale = 1.0 / std::sqrt(weight);
            for (std::size_t n = 0; n <= kArcs; ++n) bow[n] = scale * next[n];
            if (std::fabs(force - before) < 1e-13 * force) break;
        }
        return force;
    }

    WireState state(const WireLoad& load) const {
        WireState out;
        double x = 0.0, y = load.hand_offset, pushed = 0.0;
        out.at.push_back(0.0);
        out.angle.push_back(unknowns[0]);
        out.deflection.push_back(y);
        for (std::size_t e = 0; e < kArcs; ++e) {
            double from_y = y;
            for (std::size_t p = 0; p < kPoints; ++p) {
                const Slopes s = slopes_of(angle_at(e, kPlace[p]), wire_.is_small);
                y += h_ * kWeight[p] * s.sine;
                x += h_ * kWeight[p] * s.cosine;
            }
            pushed += 0.5 * h_ * (support(e, 0.0) * from_y + support(e, 1.0) * y);
            out.at.push_back(h_ * static_cast<double>(e + 1));
            out.angle.push_back(unknowns[e + 1]);
            out.deflection.push_back(y);
        }
        out.tip_approach = wire_.length - x;
        out.axial_N = is_shortened_ ? axial_holding() : load.axial_N;
        // What the hand adds holds tip force, springs and the tip's support in balance.
        out.hand_force_N = pushed - load.lateral_N + lateral_holding();
        out.root_moment_Nmm = is_root_clamped(wire_) ? root_moment_ : 0.0;
        return out;
    }

  private:
    static constexpr double kLongest = 0.3;  // radians a step

    double angle_at(std::size_t arc, double share) const {
        return unknowns[arc] + share * (unknowns[arc + 1] - unknowns[arc]);
    }
    double support(std::size_t arc, double share) const {
        const double s = h_ * (static_cast<double>(arc) + share);
        double sum = 0.0;
        for (const Foundation& part : wire_.foundation)
            if (s >= part.from && s <= part.to) sum += part.stiffness;
        return sum;
    }
    double& entry(std::size_t r, std::size_t c) { return matrix_[size_ * r + c]; }

    // What a unit of axial force takes from the stiffness at rest, times the angles.
    std::vector<double> taken(const std::vector<double>& angles) const {
        std::vector<double> out(size_, 0.0);
        for (std::size_t e = 0; e < kArcs; ++e) {
            out[e] += h_ * (angles[e] / 3.0 + angles[e + 1] / 6.0);
            out[e + 1] += h_ * (angles[e] / 6.0 + angles[e + 1] / 3.0);
        }
        if (is_root_clamped(wire_)) out[0] = 0.0;
        if (is_tip_clamped(wire_)) out[kArcs] = 0.0;
        return out;
    }

    void build(const WireLoad& load) {
        matrix_.assign(size_ * size_, 0.0);
        residual_.assign(size_, 0.0);
        const double axial = is_shortened_ ? axial_holding() : load.axial_N;
        const double lateral = load.lateral_N - lateral_holding();
        add_bending();
        // Slopes of the tip's place by the angles.
        std::vector<double> x_by(kArcs + 1, 0.0), y_by(kArcs + 1, 0.0);
        double x = 0.0, y = load.hand_offset;
        for (std::size_t e = 0; e < kArcs; ++e) {
            for (std::size_t p = 0; p < kPoints; ++p) {
                const double w = h_ * kWeight[p];
                const std::array<double, 2> shape = {1.0 - kPlace[p], kPlace[p]};
                const Slopes s = slopes_of(angle_at(e, kPlace[p]), wire_.is_small);
                x += w * s.cosine;
                y += w * s.sine;
                // Energy: − lateral · y + axial · x.
                const double curve = w * (axial * s.cosine_curve - lateral * s.sine_curve);
                for (std::size_t a = 0; a < 2; ++a) {
                    x_by[e + a] += w * shape[a] * s.cosine_slope;
                    y_by[e + a] += w * shape[a] * s.sine_slope;
                    for (std::size_t b = 0; b < 2; ++b)
                        entry(e + a, e + b) += curve * shape[a] * shape[b];
                }
            }
        }
        for (std::size_t n = 0; n <= kArcs; ++n)
            residual_[n] += axial * x_by[n] - lateral * y_by[n];
        if (!wire_.foundation.empty()) add_foundation(load.hand_offset);
        if (is_tip_held(wire_)) add_constraint(kArcs + 1, y_by, y);
        if (is_shortened_) add_constraint(size_ - 1, x_by, x - (wire_.length - *load.shortening));
        root_moment_ = residual_[0];
        if (is_root_clamped(wire_)) fix_angle(0);
        if (is_tip_clamped(wire_)) fix_angle(kArcs);
    }

    void add_bending() {
        const double k = wire_.stiffness_scale * wire_.bending_stiffness / h_;
        for (std::size_t e = 0; e < kArcs; ++e) {
            const double turn = k * (unknowns[e + 1] - unknowns[e]);
            residual_[e] -= turn;
            residual_[e + 1] += turn;
            entry(e, e) += k;
            entry(e + 1, e + 1) += k;
            entry(e, e + 1) -= k;
            entry(e + 1, e) -= k;
        }
    }

    // ½ k y² along the wire; y at a point hangs on every angle before it.
    void add_foundation(double hand_offset) {
        std::vector<double> by(kArcs + 1, 0.0);
        double y = hand_offset;
        std::vector<double> curve(kArcs, 0.0);  // Σ k y over what lies beyond each arc
        double beyond = 0.0;
        std::vector<double> push(kArcs);
        for (std::size_t e = 0; e < kArcs; ++e) {
            for (std::size_t half = 0; half < 2; ++half) {
                // Half an arc, then the spring that stands for the arc, then the other half.
                for (std::size_t p = 0; p < kPoints; ++p) {
                    const double at = 0.5 * (static_cast<double>(half) + kPlace[p]);
                    const double w = 0.5 * h_ * kWeight[p];
                    const Slopes s = slopes_of(angle_at(e, at), wire_.is_small);
                    y += w * s.sine;
                    by[e] += w * (1.0 - at) * s.sine_slope;
                    by[e + 1] += w * at * s.sine_slope;
                }
                if (half == 1) continue;
                const double k = h_ * support(e, 0.5);
                push[e] = k * y;
                if (k == 0.0) continue;
                for (std::size_t a = 0; a <= e + 1; ++a) {
                    residual_[a] += k * y * by[a];
                    for (std::size_t b = 0; b <= e + 1; ++b) entry(a, b) += k * by[a] * by[b];
                }
            }
        }
        if (wire_.is_small) return;
        for (std::size_t e = kArcs; e-- > 0;) {
            for (std::size_t p = 0; p < kPoints; ++p) {
                const double shared = kPlace[p] < 0.5 ? beyond + push[e] : beyond;
                const Slopes s = slopes_of(angle_at(e, kPlace[p]), false);
                const std::array<double, 2> shape = {1.0 - kPlace[p], kPlace[p]};
                for (std::size_t a = 0; a < 2; ++a)
                    for (std::size_t b = 0; b < 2; ++b)
                        entry(e + a, e + b) +=
                            h_ * kWeight[p] * shared * s.sine_curve * shape[a] * shape[b];
            }
            beyond += push[e];
        }
    }

    void add_constraint(std::size_t row, const std::vector<double>& by, double off) {
        for (std::size_t n = 0; n <= kArcs; ++n) {
            entry(row, n) += by[n];
            entry(n, row) += by[n];
        }
        residual_[row] += off;
    }

    void fix_angle(std::size_t n) {
        for (std::size_t c = 0; c < size_; ++c) entry(n, c) = entry(c, n) = 0.0;
        entry(n, n) = 1.0;
        residual_[n] = unknowns[n];
    }

    const Wire& wire_;
    bool is_shortened_;
    double h_;
    std::size_t size_ = 0;
    double root_moment_ = 0.0;  // that holds the first angle
    std::vector<double> matrix_;
    std::vector<double> residual_;
};

void set_bow(const Wire& wire, double amplitude, std::vector<double>& angles) {
    for (std::size_t n = 0; n <= kArcs; ++n)
        angles[n] = amplitude * bow_angle(wire.ends, static_cast<double>(n) / kArcs);
}

// Steps the load up from nothing, each from the balance before; false where none is found.
bool follow(Balance& balance, const WireLoad& load) {
    constexpr double kFirst = 1.0 / 16.0;
    double done = 0.0, step = kFirst;
    while (done < 1.0) {
        const double next = std::min(1.0, done + step);
        WireLoad part = load;
        part.axial_N *= next;
        part.lateral_N *= next;
        part.hand_offset *= next;
        const std::vector<double> before = balance.unknowns;
        if (balance.find(part)) {
            done = next;
            step = std::min(2.0 * step, kFirst);
            continue;
        }
        balance.unknowns = before;
        step *= 0.5;
        if (step < 1e-6) return false;
    }
    return true;
}

// From a shallow bow to the wanted shortening; false where no balance is found.
bool shorten(Balance& balance, const Wire& wire, const WireLoad& load, double critical) {
    const double wanted = *load.shortening;
    double at = std::min(wanted, 0.002 * wire.length);
    set_bow(wire, 2.0 * std::sqrt(at / wire.length), balance.unknowns);
    balance.unknowns.back() = critical;
    WireLoad part = load;
    while (true) {
        part.shortening = at;
        if (!balance.find(part)) return false;
        if (at >= wanted) return true;
        at = std::min(wanted, 1.3 * at);
    }
}

}  // namespace

double WireState::deflection_at(double s) const {
    const auto last = at.size() - 1;
    const double h = at[1] - at[0];
    const auto i =
        static_cast<std::size_t>(det::clamp(s / h, 0.0, static_cast<double>(last) - 1e-9));
    const double x = s / h - static_cast<double>(i);
    // Cubic through both ends and slopes.
    const double d0 = h * det::sin(angle[i]), d1 = h * det::sin(angle[i + 1]);
    const double y0 = deflection[i], y1 = deflection[i + 1];
    return y0 + x * (d0 + x * (3.0 * (y1 - y0) - 2.0 * d0 - d1 + x * (2.0 * (y0 - y1) + d0 + d1)));
}

Result<WireState> bend(const Wire& wire, const WireLoad& load) {
    const auto no_balance = [](const char* why) {
        return Error{ErrorKind::BadInput, std::string("the wire finds no balance: ") + why, "",
                     "try a smaller load"};
    };
    const double critical = critical_force(wire);
    if (load.shortening) {
        Balance balance(wire, true);
        if (!(*load.shortening > 0.0) || !shorten(balance, wire, load, critical))
            return no_balance("it cannot be shortened so");
        return balance.state(load);
    }
    const bool is_straight_load = load.lateral_N == 0.0 && load.hand_offset == 0.0;
    if (!is_straight_load || load.axial_N <= critical) {
        Balance balance(wire, false);
        if (!follow(balance, load)) return no_balance("it gives way under this load");
        return balance.state(load);
    }
    // Buckled: the shortening at which it pushes back with that force.
    if (wire.is_small) return no_balance("with small slopes a buckled wire has no shape");
    WireLoad bowed = load;
    double low = 0.0, high = 0.002 * wire.length;
    std::optional<WireState> state;
    constexpr double kShortest = 0.95;  // of the length, beyond which it is bent double
    for (int i = 0; i < 200; ++i) {
        bowed.shortening = high;
        Balance balance(wire, true);
        if (!shorten(balance, wire, bowed, critical)) return no_balance("it is bent too far");
        state = balance.state(bowed);
        if (state->axial_N > load.axial_N) break;
        low = high;
        high *= 1.5;
        if (high > 2.0 * kShortest * wire.length) return no_balance("it is bent too far");
    }
    for (int i = 0; i < 60 && high - low > 1e-10 * wire.length; ++i) {
        bowed.shortening = 0.5 * (low + high);
        Balance balance(wire, true);
        if (!shorten(balance, wire, bowed, critical)) return no_balance("it is bent too far");
        state = balance.state(bowed);
        (state->axial_N > load.axial_N ? high : low) = *bowed.shortening;
    }
    return *state;
}

double critical_force(const Wire& wire) {
    Balance balance(wire, false);
    return balance.least_axial_force();
}

}  // namespace dryrun::softbody
