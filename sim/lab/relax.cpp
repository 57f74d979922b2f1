// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A block strained by a history, pulled with free sides or sheared: small strain, so that its
// elastic stress is that of a unit of strain, found by the elements, times the strain.
#include <algorithm>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/material.h"

namespace dryrun::lab {
namespace {

constexpr double kSide = 10.0;

// Elastic stress, N/mm², at a strain of 1.
struct Unit {
    double stress = 0.0;
    MeshSize size;
};

Result<Unit> unit_response(const Material& material, bool is_shear, double stiffness_scale) {
    softbody::Solid solid =
        softbody::box_of_bricks({0, kSide}, {0, kSide}, {0, kSide}, solid_of(material));
    solid.stiffness_scale = stiffness_scale;
    softbody::SolidProblem problem{solid, {}, {}, {}, softbody::Strain::Small};
    for (int n = 0; n < static_cast<int>(solid.points.size()); ++n) {
        const Vec3& p = solid.points[static_cast<std::size_t>(n)];
        if (is_shear) {
            problem.holds.push_back({n, {1, 0, 0}, p.y});
            problem.holds.push_back({n, {0, 1, 0}, 0.0});
            problem.holds.push_back({n, {0, 0, 1}, 0.0});
        } else {
            problem.holds.push_back({n, {1, 0, 0}, p.x});
        }
    }
    if (!is_shear) {
        problem.holds.push_back({0, {0, 1, 0}, 0.0});
        problem.holds.push_back({0, {0, 0, 1}, 0.0});
        problem.holds.push_back({2, {0, 0, 1}, 0.0});
    }
    const auto state = softbody::balance(problem);
    if (!state) return state.error();
    const auto mean = softbody::means(solid, state->displacement, softbody::Strain::Small);
    return Unit{mean.nominal_stress[is_shear ? 1 : 0], size_of(problem)};
}

void check_history(const std::vector<std::array<double, 2>>& history, JsonReader& request) {
    if (history.empty()) {
        request.fail("strain_history", "wanted one point or more");
        return;
    }
    for (std::size_t i = 0; i < history.size(); ++i) {
        if (history[i][0] < (i == 0 ? 0.0 : history[i - 1][0])) {
            request.fail("strain_history", "its times must begin at 0 or later and not go back");
            return;
        }
    }
}

// The history as it stands at a time: straight between its points, still after the last; before
// the first there is no strain.
class Player {
  public:
    Player(const std::vector<std::array<double, 2>>& history, const Material& material,
           double stress_of_unit)
        : history_(history), relaxation_(material.prony), unit_(stress_of_unit) {}

    // Stress at `time`, not before that of the call before.
    double stress_at(double time) {
        while (next_ < history_.size() && history_[next_][0] <= time) {
            // Nothing is strained before the first point; it begins there at once.
            if (next_ == 0) go_to(history_[0][0], 0.0);
            go_to(history_[next_][0], history_[next_][1]);
            ++next_;
        }
        if (next_ == 0 || next_ == history_.size()) return go_to(time, strain_);
        const auto& ahead = history_[next_];
        const double share = (time - time_) / (ahead[0] - time_);
        return go_to(time, strain_ + share * (ahead[1] - strain_));
    }

  private:
    double go_to(double time, double strain) {
        const double stress = relaxation_.advance(unit_ * strain, time - time_);
        time_ = time;
        strain_ = strain;
        return stress;
    }

    const std::vector<std::array<double, 2>>& history_;
    softbody::Relaxation relaxation_;
    double unit_;
    std::size_t next_ = 0;
    double time_ = 0.0;
    double strain_ = 0.0;
};

}  // namespace

Result<Json> run_relax(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    read_strain(request);
    const Material material = read_only_material(request);
    const auto history = read_pairs(request, "strain_history");
    check_history(history, request);
    const std::vector<double> times = request.numbers("times_s", {0.0, 1e9});
    const bool is_shear =
        request.has("mode") && request.choice("mode", {"uniaxial", "shear"}) == "shear";
    request.finish();
    if (!request.status()) return request.status().error();
    watch.setup_ends();
    const auto unit = unit_response(material, is_shear, scale.elements);
    if (!unit) return unit.error();
    // Times may be asked in any order.
    std::vector<std::size_t> order(times.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    std::vector<double> stress_kPa(times.size());
    Player player(history, material, unit->stress);
    for (const std::size_t i : order) stress_kPa[i] = kPa(player.stress_at(times[i]));
    return with_size({{"stress_kPa", stress_kPa}}, unit->size, watch);
}

}  // namespace dryrun::lab
