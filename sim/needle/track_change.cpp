// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Putting a needle on a track, on another, and off it.
#include <cstddef>
#include <utility>

#include "needle/on_track.h"

namespace dryrun::needle {
namespace {

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

}  // namespace

void begin_track(tissue::Track track, double travel, NeedleState& state) {
    state.coupling = make_coupling(track);
    const auto count = at(state.coupling->count);
    state.track = std::move(track);
    state.tip_state = TipState::Pressing;
    state.is_in_skin = false;
    state.is_buckled = false;
    state.travel = travel;
    state.tip_path = 0.0;
    state.deepest_path = 0.0;
    state.layers_entered = 0;
    state.path_shift = 0.0;
    state.tip_slip = 0.0;
    state.tip_force_N = 0.0;
    state.tip_speed_mm_s = 0.0;
    state.bone_looked_from = {};
    state.friction_N.assign(count, 0.0);
    state.slip.assign(count, 0.0);
    state.slip_speed_mm_s.assign(count, 0.0);
    state.lateral_N.assign(2 * count, 0.0);
    state.relaxation.clear();
    state.station_load_N.assign(count, {});
    state.block_load_N.assign(count, {});
}

void change_track(tissue::Track track, const TrackStep& step, NeedleState& state) {
    const int before = state.coupling->count;
    // The hole that the hands have carried along is another origin to count travel from.
    state.travel -=
        dot(tissue::place_in_space(track, 0.0) - tissue::place_in_space(*state.track, 0.0),
            track.direction);
    state.coupling = make_coupling(track);
    const TrackCoupling& coupling = *state.coupling;
    const int count = coupling.count;
    state.track = std::move(track);
    std::vector<double> lateral(2 * at(count), 0.0);
    for (std::size_t plane = 0; plane < 2; ++plane) {
        for (int i = 0; i < count && i < before; ++i) {
            lateral[plane * at(count) + at(i)] = state.lateral_N[plane * at(before) + at(i)];
        }
    }
    state.lateral_N = std::move(lateral);
    state.friction_N.resize(at(count), 0.0);
    state.slip_speed_mm_s.resize(at(count), 0.0);
    state.station_load_N.resize(at(count), Vec3{});
    state.block_load_N.resize(at(count), Vec3{});
    state.slip.resize(at(count), 0.0);

    // The tissue's displacement under the same forces, from which slip counts on.
    const double tip_N = state.tip_state == TipState::OnBone ? 0.0 : state.tip_force_N;
    const TipSpread spread = state.tip_state == TipState::Pressing
                                 ? spread_under_face(coupling, state.tip_path)
                                 : spread_tip(coupling, state.tip_path);
    StationValues load{};
    StationValues displacement{};
    for (int i = 0; i < count; ++i) load[at(i)] = state.friction_N[at(i)];
    for (int k = 0; k < spread.count; ++k) {
        load[at(spread.first + k)] += spread.weight[at(k)] * tip_N;
    }
    for (int i = 0; i < count; ++i) {
        double sum = dot(background_at(step, i, count), coupling.direction);
        for (int j = 0; j < count; ++j) {
            sum += coupling.axial[at(i) * at(count) + at(j)] * load[at(j)];
            for (std::size_t plane = 0; plane < 2; ++plane) {
                sum += coupling.cross[plane][at(i) * at(count) + at(j)] *
                       state.lateral_N[plane * at(count) + at(j)];
            }
        }
        displacement[at(i)] = sum;
        state.slip[at(i)] = state.travel - sum;
    }
    const double tip_slip = state.travel - spread_sum(spread, displacement);
    state.path_shift += tip_slip - state.tip_slip;
    state.tip_slip = tip_slip;
}

void leave_track(NeedleState& state) {
    state.track.reset();
    state.next_track.reset();
    state.coupling.reset();
    state.tip_state = TipState::Free;
    state.is_in_skin = false;
    state.is_buckled = false;
    state.bone_path.reset();
    state.layers.clear();
    state.friction_N.clear();
    state.slip.clear();
    state.slip_speed_mm_s.clear();
    state.lateral_N.clear();
    state.relaxation.clear();
    state.station_load_N.clear();
    state.block_load_N.clear();
    state.tip_path = 0.0;
    state.deepest_path = 0.0;
    state.layers_entered = 0;
    state.tip_force_N = 0.0;
    state.axial_force_N = 0.0;
    state.lateral_force_N = 0.0;
    state.tip_speed_mm_s = 0.0;
    state.grasp = 1.0;
    state.net_turns = 0.0;
    state.twist_rad = 0.0;
    state.torque_Nmm = 0.0;
    state.total_turns = 0.0;
    state.skin_clearance = 0.0;
}

}  // namespace dryrun::needle
