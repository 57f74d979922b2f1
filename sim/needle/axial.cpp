// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/axial.h"

#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "core/result.h"

namespace dryrun::needle {
namespace {

// Half the length of tissue that takes the tip's load: a membrane hands it on to its
// neighbourhood, and a point load has no meaning between stations. ASSUMED.
constexpr double kTipSpread = 2.5;

double project(const Vec3& left, const double* block, std::size_t stride, const Vec3& right) {
    const double* row0 = block;
    const double* row1 = block + stride;
    const double* row2 = block + 2 * stride;
    const double x = row0[0] * right.x + row0[1] * right.y + row0[2] * right.z;
    const double y = row1[0] * right.x + row1[1] * right.y + row1[2] * right.z;
    const double z = row2[0] * right.x + row2[1] * right.y + row2[2] * right.z;
    return left.x * x + left.y * y + left.z * z;
}

// displacement += change · column; the matrix is symmetric, so a row is read.
void add_row(const std::vector<double>& matrix, int count, int row, double change,
             StationValues& displacement) {
    const double* values =
        matrix.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(count);
    for (int i = 0; i < count; ++i) {
        displacement[static_cast<std::size_t>(i)] += change * values[i];
    }
}

class Sweeper {
  public:
    Sweeper(const AxialProblem& problem, const HandSpring& hand, AxialForces& forces)
        : problem_(problem), forces_(forces), hand_softness_(1.0 / hand.stiffness), at_(hand.at) {
        const TrackCoupling& coupling = *problem.coupling;
        const TipSpread& spread = problem.spread;
        forces_.displacement = problem.background;
        forces_.sum_N = forces.tip_N + forces.bone_N;
        for (int i = 0; i < coupling.count; ++i) {
            double sum = 0.0;
            for (int k = 0; k < spread.count; ++k) {
                sum += spread.weight[static_cast<std::size_t>(k)] *
                       problem.yield[static_cast<std::size_t>(spread.first + k)] *
                       coupling.axial[index(spread.first + k, i)];
            }
            tip_column_[static_cast<std::size_t>(i)] = sum;
        }
        tip_self_ = spread_sum(spread, tip_column_);
        for (int i = 0; i < problem.engaged; ++i) {
            const double force = forces_.shaft_N[static_cast<std::size_t>(i)];
            forces_.sum_N += force;
            if (force != 0.0) add_shaft(i, force);
        }
        if (forces_.tip_N != 0.0) add_tip(forces_.tip_N);
    }

    void sweep() {
        const AxialContact& bone = problem_.bone;
        if (bone.high > 0.0) relax(bone, 0.0, 0.0, forces_.bone_N);
        if (problem_.tip.high > 0.0) {
            const double change =
                relax(problem_.tip, tip_self_, spread_sum(problem_.spread, forces_.displacement),
                      forces_.tip_N);
            if (change != 0.0) add_tip(change);
        }
        for (int i = problem_.engaged; i-- > 0;) {
            const auto s = static_cast<std::size_t>(i);
            const double self = problem_.yield[s] * problem_.coupling->axial[index(i, i)];
            const double change =
                relax(problem_.shaft[s], self, forces_.displacement[s], forces_.shaft_N[s]);
            if (change != 0.0) add_shaft(i, change);
        }
    }

    void finish() {
        forces_.travel = at_ - forces_.sum_N * hand_softness_;
        forces_.tip_displacement = spread_sum(problem_.spread, forces_.displacement);
    }

  private:
    std::size_t index(int i, int j) const {
        return static_cast<std::size_t>(i) * static_cast<std::size_t>(problem_.coupling->count) +
               static_cast<std::size_t>(j);
    }
    void add_shaft(int i, double change) {
        const double elastic = change * problem_.yield[static_cast<std::size_t>(i)];
        add_row(problem_.coupling->axial, problem_.coupling->count, i, elastic,
                forces_.displacement);
    }
    void add_tip(double change) {
        for (int i = 0; i < problem_.coupling->count; ++i) {
            const auto s = static_cast<std::size_t>(i);
            forces_.displacement[s] += change * tip_column_[s];
        }
    }
    // Solves one contact with all others held; returns the change of its force.
    double relax(const AxialContact& contact, double self, double displacement, double& force) {
        const double gap = at_ - forces_.sum_N * hand_softness_ - displacement - contact.anchor;
        const double unbound =
            force + (gap - contact.softness * force) / (contact.softness + self + hand_softness_);
        const double next = det::clamp(unbound, contact.low, contact.high);
        const double change = next - force;
        force = next;
        forces_.sum_N += change;
        return change;
    }

    const AxialProblem& problem_;
    AxialForces& forces_;
    double hand_softness_;
    double at_;
    StationValues tip_column_{};
    double tip_self_ = 0.0;
};

}  // namespace

std::shared_ptr<const TrackCoupling> make_coupling(const tissue::Track& track) {
    auto coupling = std::make_shared<TrackCoupling>();
    const std::size_t n = track.stations.size();
    DRYRUN_ASSERT(n <= static_cast<std::size_t>(tissue::kMostStations));
    DRYRUN_ASSERT(track.compliance.size() == 9 * n * n);
    const Frame frame = frame_along({}, track.direction, {1.0, 0.0, 0.0});
    coupling->count = static_cast<int>(n);
    coupling->spacing = track.spacing;
    coupling->direction = track.direction;
    coupling->lateral_axis = {frame.x_axis, frame.y_axis};
    coupling->axial.resize(n * n);
    for (int plane = 0; plane < 2; ++plane) {
        coupling->side[static_cast<std::size_t>(plane)].resize(n * n);
        coupling->cross[static_cast<std::size_t>(plane)].resize(n * n);
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double* block = track.compliance.data() + 3 * i * 3 * n + 3 * j;
            const std::size_t at = i * n + j;
            coupling->axial[at] = project(track.direction, block, 3 * n, track.direction);
            for (std::size_t plane = 0; plane < 2; ++plane) {
                const Vec3& axis = coupling->lateral_axis[plane];
                coupling->side[plane][at] = project(axis, block, 3 * n, axis);
                coupling->cross[plane][at] = project(track.direction, block, 3 * n, axis);
            }
        }
    }
    return coupling;
}

namespace {

TipSpread spread_over(const TrackCoupling& coupling, double path, double from) {
    TipSpread spread;
    if (coupling.count == 0) return spread;
    // No more stations than the weights hold, however close they are.
    const double reach = kTipSpread > coupling.spacing ? kTipSpread : coupling.spacing;
    const double most = 7.0 * coupling.spacing;
    const double half = reach < most ? reach : most;
    double sum = 0.0;
    for (int i = 0; i < coupling.count; ++i) {
        const double weight = half - std::fabs(coupling.path(i) - path);
        if (weight <= 0.0 || coupling.path(i) < from) continue;
        if (spread.count == 0) spread.first = i;
        spread.weight[static_cast<std::size_t>(spread.count++)] = weight;
        sum += weight;
    }
    if (spread.count == 0) {  // beyond either end
        spread.first = path < coupling.path(0) ? 0 : coupling.count - 1;
        spread.count = 1;
        spread.weight[0] = sum = 1.0;
    }
    for (int k = 0; k < spread.count; ++k) spread.weight[static_cast<std::size_t>(k)] /= sum;
    return spread;
}

}  // namespace

TipSpread spread_tip(const TrackCoupling& coupling, double path) {
    return spread_over(coupling, path, -1.0);
}

TipSpread spread_under_face(const TrackCoupling& coupling, double path) {
    return spread_over(coupling, path, path);
}

double spread_sum(const TipSpread& spread, const StationValues& values) {
    double sum = 0.0;
    for (int k = 0; k < spread.count; ++k) {
        sum += spread.weight[static_cast<std::size_t>(k)] *
               values[static_cast<std::size_t>(spread.first + k)];
    }
    return sum;
}

double tip_compliance(const TrackCoupling& coupling, const TipSpread& spread) {
    double sum = 0.0;
    for (int k = 0; k < spread.count; ++k) {
        for (int l = 0; l < spread.count; ++l) {
            const auto at = static_cast<std::size_t>(spread.first + k) *
                                static_cast<std::size_t>(coupling.count) +
                            static_cast<std::size_t>(spread.first + l);
            sum += spread.weight[static_cast<std::size_t>(k)] *
                   spread.weight[static_cast<std::size_t>(l)] * coupling.axial[at];
        }
    }
    return sum;
}

void solve_axial(const AxialProblem& problem, const HandSpring& hand, int sweeps,
                 AxialForces& forces) {
    for (int i = 0; i < problem.engaged; ++i) {
        const auto s = static_cast<std::size_t>(i);
        forces.shaft_N[s] =
            det::clamp(forces.shaft_N[s], problem.shaft[s].low, problem.shaft[s].high);
    }
    forces.tip_N = det::clamp(forces.tip_N, problem.tip.low, problem.tip.high);
    forces.bone_N = det::clamp(forces.bone_N, problem.bone.low, problem.bone.high);
    Sweeper sweeper(problem, hand, forces);
    for (int i = 0; i < sweeps; ++i) sweeper.sweep();
    sweeper.finish();
}

}  // namespace dryrun::needle
